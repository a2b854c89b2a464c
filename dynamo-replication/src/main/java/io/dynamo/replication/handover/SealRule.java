package io.dynamo.replication.handover;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.partitioning.Partition;
import java.util.ArrayList;
import java.util.List;

/**
 * How many present owners must be sealed before the future ones take their place (rule H4): with so
 * many of them the others are too few for a write quorum, and every acknowledged write is on one of
 * the sealed. It is a majority of them at least, so that no two hand-overs of one partition can be
 * under way on two sides of a cut. The cluster's own R and W count, whatever a request asks.
 */
public final class SealRule {
  private SealRule() {}

  /** How many present owners must be sealed, those that were removed as dead among them. */
  static int seals(int owners, ClusterSettings settings) {
    int quorum = Math.min(settings.readQuorum(), settings.writeQuorum());
    return Math.max(owners - quorum + 1, owners / 2 + 1);
  }

  /**
   * How many present owners that are members must be sealed: a removal stands for its node's seal
   * (rule Q2). 0 only if none of them is left.
   */
  public static int needed(Partition partition, MembershipHistory history) {
    int alive = alive(partition.owners(), history).size();
    int removed = partition.owners().size() - alive;
    int needed = seals(partition.owners().size(), history.settings()) - removed;
    return alive == 0 ? 0 : Math.max(1, needed);
  }

  /** Those of these nodes that are members. */
  public static List<NodeId> alive(List<NodeId> nodes, MembershipHistory history) {
    List<NodeId> alive = new ArrayList<>(nodes.size());
    for (NodeId node : nodes) {
      if (history.isMember(node)) {
        alive.add(node);
      }
    }
    return alive.size() == nodes.size() ? nodes : alive;
  }
}
