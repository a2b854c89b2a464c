package io.dynamo.simulation.node;

import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.node.Events;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.background.BackgroundSettings;
import java.util.List;

/**
 * What a node is configured with at one of its starts.
 *
 * @param self as its peers are to know it
 * @param initialMembers empty if it is to join by seeds
 * @param seeds peer addresses
 */
public record NodeSetup(
    Member self,
    ClusterSettings settings,
    List<Member> initialMembers,
    List<String> seeds,
    Partitioning partitioning,
    KeyHash keyHash,
    Versioning versioning,
    StoreBounds bounds,
    BackgroundSettings background,
    Wrapping wrapping,
    Events events) {
  public NodeSetup {
    initialMembers = List.copyOf(initialMembers);
    seeds = List.copyOf(seeds);
  }

  public NodeId id() {
    return self.id();
  }

  /** The same, told to join the cluster of these nodes. */
  public NodeSetup joining(List<Member> others) {
    return new NodeSetup(
        self,
        settings,
        List.of(),
        others.stream().map(NodeSetup::address).toList(),
        partitioning,
        keyHash,
        versioning,
        bounds,
        background,
        wrapping,
        events);
  }

  private static String address(Member member) {
    return member.host() + ":" + member.peerPort();
  }

  /** The same, configured with these settings, whatever the others have. */
  public NodeSetup with(ClusterSettings others, Partitioning placing) {
    return new NodeSetup(
        self,
        others,
        initialMembers,
        seeds,
        placing,
        keyHash,
        versioning,
        bounds,
        background,
        wrapping,
        events);
  }
}
