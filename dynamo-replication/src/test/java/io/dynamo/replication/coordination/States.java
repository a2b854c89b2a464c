package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.versioning.DottedVersionVectors;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Nodes, and small states as writers leave them. */
final class States {
  static final NodeId N1 = new NodeId("n1");
  static final NodeId N2 = new NodeId("n2");
  static final NodeId N3 = new NodeId("n3");
  static final NodeId N4 = new NodeId("n4");
  static final NodeId N5 = new NodeId("n5");
  static final List<NodeId> OWNERS = List.of(N1, N2, N3);
  static final DottedVersionVectors VERSIONING = new DottedVersionVectors();

  private States() {}

  /** The {@code counter}-th version that this node made, alone. */
  static Version version(NodeId node, long counter) {
    byte[] value = (node + ":" + counter).getBytes(StandardCharsets.UTF_8);
    return Version.of(new Dot(new Actor(node, 7, 1), counter), counter << 16, value, null);
  }

  /** What remains when this node wrote so often, each time in place of the former. */
  static Siblings written(NodeId node, long counter) {
    Version version = version(node, counter);
    return new Siblings(VersionVector.of(List.of(version.dot())), List.of(version), List.of());
  }

  /** Five nodes, of which the first three own the key. */
  static Replicas five() {
    return new Replicas(OWNERS, List.of(N4, N5), 5);
  }

  /** Three nodes, all owners. */
  static Replicas three() {
    return new Replicas(OWNERS, List.of(), 3);
  }

  /** The state as a coordinator made it, before anything was reaped. */
  static Prepared prepared(Siblings state) {
    return new Prepared(state, Generation.ZERO);
  }

  /** The answer of an owner whose partition is whole. */
  static PeerReply.State owner(Siblings state) {
    return new PeerReply.State(state, true, true, Generation.ZERO);
  }

  /** The answer of an owner that is not whole (rule Q2). */
  static PeerReply.State unwhole(Siblings state) {
    return new PeerReply.State(state, true, false, Generation.ZERO);
  }

  /** The answer of a fallback. */
  static PeerReply.State fallback(Siblings state) {
    return new PeerReply.State(state, false, false, Generation.ZERO);
  }
}
