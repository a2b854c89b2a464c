package io.dynamo.api.partitioning;

import io.dynamo.api.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * One range of the ring, whole leaves of the hash tree, and who keeps it.
 *
 * @param index its number on the ring, clockwise from position 0
 * @param firstLeaf the first leaf of the range
 * @param leaves how many leaves it has, at least 1
 * @param preferenceList the nodes in the order in which they are asked (Dynamo §4.3): its present
 *     owners, then those that stand in for them
 * @param owners its present owners (rule H1): N of them, fewer while the cluster is smaller
 * @param futureOwners the owners that it is to have; the present ones if nothing moves
 * @param chain a number that differs after each hand-over of this partition, and each event by
 *     which it is to have other owners, so that owners of now are told from the same ones of an
 *     earlier time (rule H5); 0 before the first
 */
public record Partition(
    int index,
    int firstLeaf,
    int leaves,
    List<NodeId> preferenceList,
    List<NodeId> owners,
    List<NodeId> futureOwners,
    long chain) {
  public Partition {
    preferenceList = List.copyOf(preferenceList);
    owners = List.copyOf(owners);
    futureOwners = List.copyOf(futureOwners);
    if (index < 0 || firstLeaf < 0 || leaves < 1) {
      throw new IllegalArgumentException(
          "partition " + index + " of " + leaves + " leaves from " + firstLeaf);
    }
    if (owners.isEmpty()
        || futureOwners.isEmpty()
        || owners.size() > preferenceList.size()
        || !preferenceList.subList(0, owners.size()).equals(owners)) {
      throw new IllegalArgumentException(
          "partition " + index + ": " + preferenceList + " must begin with its owners " + owners);
    }
  }

  /** A partition of which nothing moves: its owners are the first of this list. */
  public static Partition settled(
      int index, int firstLeaf, int leaves, List<NodeId> preferenceList, int replicas) {
    List<NodeId> owners = preferenceList.subList(0, Math.min(replicas, preferenceList.size()));
    return new Partition(index, firstLeaf, leaves, preferenceList, owners, owners, 0);
  }

  /** Whether it is on its way to other owners (section H). */
  public boolean isMoving() {
    return !owners.equals(futureOwners);
  }

  /** Present owners, then future ones that are none yet: all to whom writes go (rule H1). */
  public List<NodeId> holders() {
    if (!isMoving()) {
      return owners;
    }
    List<NodeId> holders = new ArrayList<>(owners);
    for (NodeId node : futureOwners) {
      if (!holders.contains(node)) {
        holders.add(node);
      }
    }
    return holders;
  }

  /** Whether this node is a present or a future owner. */
  public boolean isHolder(NodeId node) {
    return owners.contains(node) || futureOwners.contains(node);
  }

  /**
   * The digest of the partition (rule H5): a number that differs where present or future owners
   * differ, or what became of earlier moves, and is the same on every JVM. It never comes back to
   * an earlier value. What concerns a partition names it (rule Q5).
   */
  public long digest() {
    long digest = NodeDigest.ofAll(owners);
    if (isMoving()) {
      digest = NodeDigest.fold(NodeDigest.fold(digest, -2), futureOwners);
    }
    return chain == 0 ? digest : NodeDigest.fold(digest, chain);
  }
}
