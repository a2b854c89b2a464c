package io.dynamo.server.frontend;

/**
 * What one request may ask for.
 *
 * @param maxValueBytes the longest value, at least 1
 * @param replicas N: the most that r, w, pr and pw may be
 * @param timeoutNanos of a request that names none
 */
public record ServiceLimits(int maxValueBytes, int replicas, long timeoutNanos) {
  /** The shortest timeout that a request may ask for. */
  public static final long MIN_TIMEOUT_NANOS = 1_000_000L;

  /** The longest: replicas keep what a request needs that long. */
  public static final long MAX_TIMEOUT_NANOS = 60_000_000_000L;

  /** The longest request id, in bytes (rule V10). */
  public static final int MAX_REQUEST_ID_BYTES = 64;

  public ServiceLimits {
    if (maxValueBytes < 1 || replicas < 1) {
      throw new IllegalArgumentException(
          "limits must be positive, were " + maxValueBytes + " B and N=" + replicas);
    }
    if (timeoutNanos < MIN_TIMEOUT_NANOS || timeoutNanos > MAX_TIMEOUT_NANOS) {
      throw new IllegalArgumentException("timeout must be 1 ms..60 s, was " + timeoutNanos + " ns");
    }
  }
}
