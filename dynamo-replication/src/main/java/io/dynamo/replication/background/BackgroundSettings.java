package io.dynamo.replication.background;

/**
 * How background work is timed.
 *
 * @param graceMillis tombstones are reaped when they are older (rule D2)
 * @param reapIntervalNanos from the end of one walk for tombstones to the next
 * @param scrubPageIntervalNanos from one page of the scrub, about a mebibyte, to the next at least
 */
public record BackgroundSettings(
    long graceMillis, long reapIntervalNanos, long scrubPageIntervalNanos) {
  public BackgroundSettings {
    if (graceMillis < 1 || reapIntervalNanos < 1 || scrubPageIntervalNanos < 1) {
      throw new IllegalArgumentException(
          "times must be positive, were "
              + graceMillis
              + " ms, "
              + reapIntervalNanos
              + " ns, "
              + scrubPageIntervalNanos
              + " ns");
    }
  }
}
