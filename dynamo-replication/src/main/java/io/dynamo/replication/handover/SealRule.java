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

  /** How many of so many present owners must be sealed. */
  static int seals(int owners, ClusterSettings settings) {
    int quorum = Math.min(settings.readQuorum(), settings.writeQuorum());
    return Math.max(owners - quorum + 1, owners / 2 + 1);
  }

  /**
   * How many present owners that are members must be sealed; all that are left if they are fewer,
   * and 0 if none is. Unlike rule Q2, a removal does not stand for its node's seal: a write that
   * the dead node acknowledged with one other is on that one alone, which must be among the sealed.
   */
  public static int needed(Partition partition, MembershipHistory history) {
    int alive = alive(partition.owners(), history).size();
    return Math.min(alive, seals(partition.owners().size(), history.settings()));
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
