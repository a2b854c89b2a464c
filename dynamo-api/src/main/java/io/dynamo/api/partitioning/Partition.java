package io.dynamo.api.partitioning;

import io.dynamo.api.NodeId;
import java.util.List;

/**
 * One range of the ring, whole leaves of the hash tree, and who keeps it.
 *
 * @param index its number on the ring, clockwise from position 0
 * @param firstLeaf the first leaf of the range
 * @param leaves how many leaves it has, at least 1
 * @param preferenceList all members, each once, in the order in which they are asked (Dynamo §4.3):
 *     the first N are its owners, the others stand in for them
 */
public record Partition(int index, int firstLeaf, int leaves, List<NodeId> preferenceList) {
  public Partition {
    preferenceList = List.copyOf(preferenceList);
    if (index < 0 || firstLeaf < 0 || leaves < 1) {
      throw new IllegalArgumentException(
          "partition " + index + " of " + leaves + " leaves from " + firstLeaf);
    }
  }

  /** The first {@code replicas} of the preference list, or all if there are fewer. */
  public List<NodeId> owners(int replicas) {
    return preferenceList.subList(0, Math.min(replicas, preferenceList.size()));
  }

  /**
   * A number that differs where owners differ and is the same on every JVM: what replica requests
   * name (rule Q5).
   */
  public long ownersDigest(int replicas) {
    return NodeDigest.ofAll(owners(replicas));
  }
}
