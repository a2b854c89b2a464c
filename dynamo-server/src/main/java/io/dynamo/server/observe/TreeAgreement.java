package io.dynamo.server.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When each partition last agreed with another owner: an exchange of trees ended, because they were
 * equal or everything that differed was mended. A partition counts from its first exchange on, even
 * if that failed. Thread-safe.
 */
final class TreeAgreement {
  static final long LATE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final LongSupplier nanoTime;
  private final Map<Integer, Long> agreedNanos = new ConcurrentHashMap<>();

  /**
   * Of no partition yet.
   *
   * @param nanoTime monotonic
   */
  TreeAgreement(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** An exchange ended. */
  void agreed(int partition) {
    agreedNanos.put(partition, nanoTime.getAsLong());
  }

  /**
   * An exchange broke off: the age goes on, or begins.
   *
   * @param partition negative if it broke off before it came to any partition; tells nothing then
   */
  void failed(int partition) {
    if (partition >= 0) {
      agreedNanos.putIfAbsent(partition, nanoTime.getAsLong());
    }
  }

  /** This node owns the partition no more. */
  void forget(int partition) {
    agreedNanos.remove(partition);
  }

  /** The time since the agreement that is longest ago; 0 if nothing was ever compared. */
  long maxAgeNanos() {
    long now = nanoTime.getAsLong();
    return agreedNanos.values().stream().mapToLong(then -> now - then).max().orElse(0);
  }

  /** How many partitions have not agreed in the last 10 minutes. */
  long late() {
    long now = nanoTime.getAsLong();
    return agreedNanos.values().stream().filter(then -> now - then > LATE_NANOS).count();
  }
}
