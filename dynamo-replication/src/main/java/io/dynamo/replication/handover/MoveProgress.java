package io.dynamo.replication.handover;

import java.util.List;

/**
 * How far this node is with the partitions that move to or from it; for people.
 *
 * @param moving one for each partition with which it has something to do, in their order
 * @param filled how many partitions this node, as a future owner, has taken or owns already
 * @param toFill how many it is to own in all
 * @param bytes of values that it has sent and taken for moves since it started
 * @param bytesPerSecond lately
 */
public record MoveProgress(
    List<Move> moving, int filled, int toFill, long bytes, long bytesPerSecond) {
  public MoveProgress {
    moving = List.copyOf(moving);
  }

  /**
   * One partition.
   *
   * @param role what this node is to it
   * @param doing what it does, or why it stands still
   * @param sinceNanos for how long it has been at it
   */
  public record Move(int partition, Role role, String doing, long bytes, long sinceNanos) {}

  /** What a node is to a partition that moves. */
  public enum Role {
    /** It is to be an owner and is none yet. */
    FILLS,
    /** It is an owner. */
    HANDS_OVER,
    /** It holds a copy that it does not own. */
    CLEARS,
    /** It is an owner that must compare before it is whole again. */
    COMPARES
  }
}
