package io.dynamo.api.partitioning;

import io.dynamo.api.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One range of the ring, whole leaves of the hash tree, and who keeps it. Immutable; what requests
 * ask of it again and again is worked out once.
 */
public final class Partition {
  private final int index;
  private final int firstLeaf;
  private final int leaves;
  private final List<NodeId> preferenceList;
  private final List<NodeId> owners;
  private final List<NodeId> futureOwners;
  private final long chain;
  private final List<NodeId> holders;
  private final long digest;

  /**
   * A partition.
   *
   * @param index its number on the ring, clockwise from position 0
   * @param firstLeaf the first leaf of the range
   * @param leaves how many leaves it has, at least 1
   * @param preferenceList begins with the owners
   * @param futureOwners equal to the owners if nothing moves
   * @param chain 0 before anything has moved, see {@link #chain}
   */
  public Partition(
      int index,
      int firstLeaf,
      int leaves,
      List<NodeId> preferenceList,
      List<NodeId> owners,
      List<NodeId> futureOwners,
      long chain) {
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
    this.index = index;
    this.firstLeaf = firstLeaf;
    this.leaves = leaves;
    this.preferenceList = List.copyOf(preferenceList);
    this.owners = List.copyOf(owners);
    this.futureOwners = futureOwners.equals(owners) ? this.owners : List.copyOf(futureOwners);
    this.chain = chain;
    this.holders = isMoving() ? both(this.owners, this.futureOwners) : this.owners;
    this.digest = digestOf();
  }

  /** A partition of which nothing moves: its owners are the first of this list. */
  public static Partition settled(
      int index, int firstLeaf, int leaves, List<NodeId> preferenceList, int replicas) {
    List<NodeId> owners = preferenceList.subList(0, Math.min(replicas, preferenceList.size()));
    return new Partition(index, firstLeaf, leaves, preferenceList, owners, owners, 0);
  }

  private static List<NodeId> both(List<NodeId> owners, List<NodeId> futureOwners) {
    List<NodeId> both = new ArrayList<>(owners);
    for (NodeId node : futureOwners) {
      if (!both.contains(node)) {
        both.add(node);
      }
    }
    return List.copyOf(both);
  }

  private long digestOf() {
    long folded = NodeDigest.ofAll(owners);
    if (isMoving()) {
      folded = NodeDigest.fold(NodeDigest.fold(folded, -2), futureOwners);
    }
    return chain == 0 ? folded : NodeDigest.fold(folded, chain);
  }

  /** Its number on the ring, clockwise from position 0. */
  public int index() {
    return index;
  }

  /** The first leaf of the range. */
  public int firstLeaf() {
    return firstLeaf;
  }

  /** How many leaves it has. */
  public int leaves() {
    return leaves;
  }

  /**
   * The nodes in the order in which they are asked (Dynamo §4.3): its present owners, then those
   * that stand in for them.
   */
  public List<NodeId> preferenceList() {
    return preferenceList;
  }

  /** Its present owners (rule H1): N of them, fewer while the cluster is smaller. */
  public List<NodeId> owners() {
    return owners;
  }

  /** The owners that it is to have; the present ones if nothing moves. */
  public List<NodeId> futureOwners() {
    return futureOwners;
  }

  /**
   * A number that differs after each hand-over of this partition, and each event by which it is to
   * have other owners, so that owners of now are told from the same ones of an earlier time (rule
   * H5); 0 before the first.
   */
  public long chain() {
    return chain;
  }

  /** Whether it is on its way to other owners (section H). */
  public boolean isMoving() {
    return !owners.equals(futureOwners);
  }

  /** Present owners, then future ones that are none yet: all to whom writes go (rule H1). */
  public List<NodeId> holders() {
    return holders;
  }

  /** Whether this node is a present or a future owner. */
  public boolean isHolder(NodeId node) {
    return holders.contains(node);
  }

  /**
   * The digest of the partition (rule H5): a number that differs where present or future owners
   * differ, or what became of earlier moves, and is the same on every JVM. What concerns a
   * partition names it (rule Q5). As a node learns of events in their order it never comes back to
   * an earlier value; an event that arrives late and sorts before others may bring one back.
   */
  public long digest() {
    return digest;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Partition partition
        && partition.index == index
        && partition.firstLeaf == firstLeaf
        && partition.leaves == leaves
        && partition.chain == chain
        && partition.owners.equals(owners)
        && partition.futureOwners.equals(futureOwners)
        && partition.preferenceList.equals(preferenceList);
  }

  @Override
  public int hashCode() {
    return Objects.hash(index, digest);
  }

  @Override
  public String toString() {
    return "partition "
        + index
        + " of "
        + leaves
        + " leaves from "
        + firstLeaf
        + ", "
        + owners
        + (isMoving() ? " to " + futureOwners : "")
        + " of "
        + preferenceList;
  }
}
