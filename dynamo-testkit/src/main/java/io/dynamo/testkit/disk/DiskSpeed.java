package io.dynamo.testkit.disk;

/**
 * How long a disk takes.
 *
 * @param writeNanos at most, for a batch
 * @param syncNanos at most, to make all batches durable
 */
public record DiskSpeed(long writeNanos, long syncNanos) {
  /** A good disk. */
  public static final DiskSpeed FAST = new DiskSpeed(200_000, 5_000_000);

  /** A disk that is about to die, or that another process keeps busy. */
  public static final DiskSpeed SLOW = new DiskSpeed(5_000_000, 400_000_000);

  public DiskSpeed {
    if (writeNanos < 1 || syncNanos < 1) {
      throw new IllegalArgumentException(
          "times must be positive, were " + writeNanos + " and " + syncNanos);
    }
  }
}
