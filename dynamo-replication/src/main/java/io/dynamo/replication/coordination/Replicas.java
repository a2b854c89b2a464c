package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.partitioning.Partition;
import java.util.List;

/**
 * Who may answer one request (rule Q1).
 *
 * @param owners the first N of the preference list, fewer if the cluster is smaller
 * @param fallbacks the others in their order; none if the request wants owners only
 * @param members how many nodes the cluster has
 */
record Replicas(List<NodeId> owners, List<NodeId> fallbacks, int members) {
  static Replicas of(Partition partition, boolean sloppy) {
    List<NodeId> all = partition.preferenceList();
    List<NodeId> owners = partition.owners();
    List<NodeId> others = sloppy ? all.subList(owners.size(), all.size()) : List.of();
    return new Replicas(owners, others, all.size());
  }

  boolean isOwner(NodeId node) {
    return owners.contains(node);
  }

  /** How many there are in all. */
  int size() {
    return owners.size() + fallbacks.size();
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
    return reachable;
  }
}
