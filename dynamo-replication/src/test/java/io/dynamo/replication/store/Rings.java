package io.dynamo.replication.store;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.List;

/**
 * Rings of equal partitions, in each of which the members come in the order in which they are
 * given.
 */
public final class Rings {
  private Rings() {}

  /** A ring of (3, 2, 2). */
  public static Ring of(int partitions, int leafBits, NodeId... nodes) {
    List<Member> members = new ArrayList<>();
    for (NodeId node : nodes) {
      members.add(new Member(node, "127.0.0.1", 1, "", 1));
    }
    members.sort(null);
    ClusterSettings settings =
        new ClusterSettings("test", partitions, 3, 2, 2, "equal", "dvv", leafBits);
    Long nonce = nodes.length == 1 ? 1L : null;
    MembershipHistory history =
        new MembershipHistory(
            new ClusterId(1, 2), List.of(new MembershipEvent.Create(settings, members, nonce)));
    int leaves = (1 << leafBits) / partitions;
    List<Partition> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      all.add(Partition.settled(i, i * leaves, leaves, List.of(nodes), 3));
    }
    return new Ring(history, all);
  }

  /** The states of the partitions of a node that has formed its cluster. */
  public static PartitionStates whole(NodeLog log, Ring ring, NodeId self) {
    if (log.read(PartitionStates.ENTRY) == null) {
      PartitionStates.noteFormed(log, ring.partitions().size());
    }
    return PartitionStates.open(log, ring, self);
  }

  /** How a partition with these owners is seen. */
  public static long view(NodeId... owners) {
    return Partition.settled(0, 0, 1, List.of(owners), owners.length).digest();
  }
}
