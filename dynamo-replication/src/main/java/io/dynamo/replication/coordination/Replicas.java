package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.replication.handover.SealRule;
import java.util.List;

/**
 * Who may answer one request (rule Q1).
 *
 * @param owners the present owners that are members: N of them, fewer if the cluster is smaller
 * @param successors the future owners that are members, while the partition moves (rule H1); else
 *     none
 * @param standIns those of the successors that count in place of an owner that fails when there is
 *     no fallback left: all of them; none if the request wants owners only
 * @param fallbacks the others in the order of the preference list; none if the request wants owners
 *     only
 * @param members how many nodes are in the preference list
 * @param seals how many owners must have sealed the partition until the successors count in their
 *     place (rule H4)
 * @param removed how many present owners were removed as dead
 */
record Replicas(
    List<NodeId> owners,
    List<NodeId> successors,
    List<NodeId> standIns,
    List<NodeId> fallbacks,
    int members,
    int seals,
    int removed) {
  /** Of a partition that does not move. */
  Replicas(List<NodeId> owners, List<NodeId> fallbacks, int members) {
    this(owners, List.of(), List.of(), fallbacks, members, 0, 0);
  }

  static Replicas of(Ring ring, Partition partition, boolean sloppy) {
    List<NodeId> all = partition.preferenceList();
    List<NodeId> others = sloppy ? all.subList(partition.owners().size(), all.size()) : List.of();
    if (!partition.isMoving()) {
      return new Replicas(partition.owners(), others, all.size());
    }
    MembershipHistory history = ring.history();
    List<NodeId> fallbacks = others.stream().filter(node -> !partition.isHolder(node)).toList();
    List<NodeId> owners = SealRule.alive(partition.owners(), history);
    List<NodeId> successors = SealRule.alive(partition.futureOwners(), history);
    return new Replicas(
        owners,
        successors,
        sloppy ? successors : List.of(),
        fallbacks,
        all.size(),
        SealRule.needed(partition, history),
        partition.owners().size() - owners.size());
  }

  /** Whether this node is a present owner. */
  boolean isOwner(NodeId node) {
    return owners.contains(node);
  }

  /** Whether this node is to be an owner. */
  boolean isSuccessor(NodeId node) {
    return successors.contains(node);
  }

  /** Whether it is a present owner, or is to be one: then it keeps records, not hints. */
  boolean isHolder(NodeId node) {
    return owners.contains(node) || successors.contains(node);
  }

  /** Those that are to be owners and are none yet. */
  List<NodeId> newcomers() {
    return successors.isEmpty()
        ? successors
        : successors.stream().filter(node -> !owners.contains(node)).toList();
  }

  /** How many there are in all that count now. */
  int size() {
    return owners.size() + fallbacks.size() + newStandIns().size();
  }

  private List<NodeId> newStandIns() {
    return standIns.isEmpty() ? standIns : newcomers();
  }

  /** How many seem reachable, the node itself among them if it is one of them. */
  int reachable(NodeId self, FailureDetector detector) {
    int reachable = 0;
    for (NodeId node : owners) {
      reachable += node.equals(self) || detector.isUp(node) ? 1 : 0;
    }
    for (NodeId node : fallbacks) {
      reachable += node.equals(self) || detector.isUp(node) ? 1 : 0;
    }
    for (NodeId node : newStandIns()) {
      reachable += node.equals(self) || detector.isUp(node) ? 1 : 0;
    }
    return reachable;
  }
}
