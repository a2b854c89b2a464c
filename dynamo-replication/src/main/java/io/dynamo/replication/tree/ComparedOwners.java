package io.dynamo.replication.tree;

import io.dynamo.api.NodeId;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which owners this node has compared each of its partitions with since that ceased to be whole
 * (rule Q2). It becomes whole again with N-W+1 others that are whole themselves, for every
 * acknowledged write is on one of those; or with all others, for then nobody has more. In memory
 * only: what a restart forgets is compared again. Belongs to the home loop.
 */
final class ComparedOwners {
  private final TreeMap<Integer, Comparison> byPartition = new TreeMap<>();

  private record Comparison(long losses, TreeSet<NodeId> whole, TreeSet<NodeId> all) {}

  /**
   * This node has all that the owner had when the comparison began.
   *
   * @param losses of the partition when it began
   * @param whole whether the partition was whole on the other owner all the time
   */
  void add(int partition, long losses, NodeId owner, boolean whole) {
    Comparison comparison = byPartition.get(partition);
    if (comparison == null || comparison.losses() != losses) {
      comparison = new Comparison(losses, new TreeSet<>(), new TreeSet<>());
      byPartition.put(partition, comparison);
    }
    comparison.all().add(owner);
    if (whole) {
      comparison.whole().add(owner);
    }
  }

  /**
   * Whether the comparisons show that the partition is whole here.
   *
   * @param others how many other owners there are
   * @param removed those of them that were removed as dead: that stands for their comparison
   * @param replicas N
   * @param writeQuorum W of the cluster
   */
  boolean isEnough(
      int partition, long losses, int others, List<NodeId> removed, int replicas, int writeQuorum) {
    if (others == removed.size()) {
      return true;
    }
    Comparison comparison = byPartition.get(partition);
    if (comparison == null || comparison.losses() != losses) {
      return false;
    }
    return comparison.whole().size() >= replicas - writeQuorum + 1
        || with(removed, comparison.all()) >= others;
  }

  private static int with(List<NodeId> removed, Set<NodeId> compared) {
    TreeSet<NodeId> both = new TreeSet<>(compared);
    both.addAll(removed);
    return both.size();
  }

  /** The partition is whole: the comparisons have done their service. */
  void forget(int partition) {
    byPartition.remove(partition);
  }
}
