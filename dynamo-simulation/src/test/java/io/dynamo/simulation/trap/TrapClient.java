package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.versioning.RequestIdentities;
import io.dynamo.simulation.node.SimulatedNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client of one node, for one key. It waits for each answer; what begins with "begin" does not.
 */
final class TrapClient {
  private static final long TIMEOUT_NANOS = 2_000_000_000L;

  private final TrapCluster cluster;
  private final SimulatedNode node;
  private final Key key;
  private final Quorum quorum;

  private TrapClient(TrapCluster cluster, SimulatedNode node, Key key, Quorum quorum) {
    this.cluster = cluster;
    this.node = node;
    this.key = key;
    this.quorum = quorum;
  }

  static TrapClient of(TrapCluster cluster, SimulatedNode node) {
    return new TrapClient(cluster, node, TrapCluster.KEY, Quorum.defaults(TIMEOUT_NANOS));
  }

  /** The same for another key. */
  TrapClient of(Key other) {
    return new TrapClient(cluster, node, other, quorum);
  }

  /** The same with this R or W. */
  TrapClient replies(int replies) {
    return new TrapClient(
        cluster, node, key, new Quorum(replies, quorum.owners(), true, TIMEOUT_NANOS));
  }

  /** The same with this pr or pw. */
  TrapClient owners(int owners) {
    return new TrapClient(
        cluster, node, key, new Quorum(quorum.replies(), owners, true, TIMEOUT_NANOS));
  }

  /** The same without fallbacks: nobody keeps a hint. */
  TrapClient strictly() {
    Quorum strict = new Quorum(quorum.replies(), quorum.owners(), false, TIMEOUT_NANOS);
    return new TrapClient(cluster, node, key, strict);
  }

  /** Puts without a context. */
  PutOutcome put(String value) {
    return put(value, VersionVector.EMPTY);
  }

  PutOutcome put(String value, VersionVector seen) {
    return cluster.await(beginPut(value, seen));
  }

  /** Puts with a request id (rule V10). */
  PutOutcome putAs(String requestId, String value, VersionVector seen) {
    RequestIdentity identity = RequestIdentities.of(bytes(requestId), seen, false, bytes(value));
    return cluster.await(beginPut(false, bytes(value), seen, identity));
  }

  PutOutcome delete(VersionVector seen) {
    return cluster.await(beginPut(true, new byte[0], seen, null));
  }

  GetOutcome get() {
    return cluster.await(beginGet());
  }

  Answer<PutOutcome> beginPut(String value, VersionVector seen) {
    return beginPut(false, bytes(value), seen, null);
  }

  private Answer<PutOutcome> beginPut(
      boolean delete, byte[] value, VersionVector seen, @Nullable RequestIdentity identity) {
    Answer<PutOutcome> answer = new Answer<>();
    node.put(
        new PutCommand(key, seen, delete, value, identity, quorum),
        outcome -> answer.take(outcome, cluster.nanos()));
    return answer;
  }

  Answer<GetOutcome> beginGet() {
    Answer<GetOutcome> answer = new Answer<>();
    node.get(new GetCommand(key, quorum), outcome -> answer.take(outcome, cluster.nanos()));
    return answer;
  }

  /** Gets what must be answered, as the values that a reader is shown. */
  List<String> values() {
    return TrapCluster.values(answered(get()).state());
  }

  /** Gets what must be answered, as the context of the answer. */
  VersionVector context() {
    return answered(get()).state().vector();
  }

  /** Puts what must be stored; the result has the context of the answer. */
  PutOutcome.Stored store(String value, VersionVector seen) {
    return stored(put(value, seen));
  }

  /** The same without a context. */
  PutOutcome.Stored store(String value) {
    return store(value, VersionVector.EMPTY);
  }

  static PutOutcome.Stored stored(PutOutcome outcome) {
    assertThat(outcome).isInstanceOf(PutOutcome.Stored.class);
    return (PutOutcome.Stored) outcome;
  }

  static GetOutcome.Answered answered(GetOutcome outcome) {
    assertThat(outcome).isInstanceOf(GetOutcome.Answered.class);
    return (GetOutcome.Answered) outcome;
  }

  /** The context of a put that left nothing but its own value (rule V9). */
  static VersionVector contextOf(PutOutcome.Stored stored) {
    return Objects.requireNonNull(stored.context(), "the put's answer has no context");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
