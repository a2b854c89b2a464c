package io.dynamo.api.partitioning;

import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.MembershipHistory;
import java.util.List;

/**
 * Who keeps which keys (Dynamo §4.2, §4.3), as a table from leaves to partitions. Immutable; made
 * by a {@link Partitioning} alone. A look-up is one array access.
 */
public final class Ring {
  private final MembershipHistory history;
  private final List<Partition> partitions;
  private final int leafBits;
  private final int[] partitionOfLeaf;
  private final long digest;

  /**
   * A ring of these partitions.
   *
   * @param partitions in order, without gap or overlap, together all leaves
   * @throws IllegalArgumentException if they are not
   */
  public Ring(MembershipHistory history, List<Partition> partitions) {
    this.history = history;
    this.partitions = List.copyOf(partitions);
    this.leafBits = history.settings().leafBits();
    this.partitionOfLeaf = new int[1 << leafBits];
    int leaf = 0;
    for (int i = 0; i < partitions.size(); i++) {
      Partition partition = partitions.get(i);
      if (partition.index() != i || partition.firstLeaf() != leaf) {
        throw new IllegalArgumentException("gap or overlap at leaf " + leaf + ": " + partition);
      }
      for (int end = leaf + partition.leaves(); leaf < end; leaf++) {
        partitionOfLeaf[leaf] = i;
      }
    }
    if (leaf != partitionOfLeaf.length) {
      throw new IllegalArgumentException(
          "partitions end at leaf " + leaf + " of " + partitionOfLeaf.length);
    }
    this.digest = digest(history, this.partitions);
  }

  /** The history that this ring was folded from. */
  public MembershipHistory history() {
    return history;
  }

  /** All partitions, clockwise from position 0. */
  public List<Partition> partitions() {
    return partitions;
  }

  /** The partition that keeps this position. */
  public Partition partition(Position position) {
    return partitions.get(partitionOfLeaf[position.leaf(leafBits)]);
  }

  /** All nodes for this position, owners first (Dynamo §4.3). */
  public List<NodeId> preferenceList(Position position) {
    return partition(position).preferenceList();
  }

  /** The present owners: the nodes that keep this position. */
  public List<NodeId> owners(Position position) {
    return partition(position).owners();
  }

  /** The partitions of which this node is a present owner, in order. */
  public List<Partition> ownedBy(NodeId node) {
    return partitions.stream().filter(partition -> partition.owners().contains(node)).toList();
  }

  /** The partitions of which this node is a present or a future owner, in order. */
  public List<Partition> heldBy(NodeId node) {
    return partitions.stream().filter(partition -> partition.isHolder(node)).toList();
  }

  /** The partitions that are on their way to other owners, in order. */
  public List<Partition> moving() {
    return partitions.stream().filter(Partition::isMoving).toList();
  }

  /**
   * A number that differs where rings differ and is the same on every JVM: what replies carry so
   * that clients notice a change.
   */
  public long digest() {
    return digest;
  }

  private static long digest(MembershipHistory history, List<Partition> partitions) {
    long digest = NodeDigest.fold(NodeDigest.OFFSET, history.clusterId().high());
    digest = NodeDigest.fold(digest, history.clusterId().low());
    for (Partition partition : partitions) {
      digest = NodeDigest.fold(digest, partition.firstLeaf());
      digest = NodeDigest.fold(digest, partition.preferenceList());
      if (partition.isMoving() || partition.chain() != 0) {
        digest = NodeDigest.fold(digest, partition.digest());
      }
    }
    return digest;
  }
}
