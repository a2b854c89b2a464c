package io.dynamo.api.request;

/**
 * How many replicas must answer one request, and for how long it waits (Dynamo §4.5).
 *
 * @param replies R of a get, W of a put; 0 for the cluster's own
 * @param owners how many of them must be owners ({@code pr}, {@code pw}); 0 for no such wish
 * @param sloppy whether fallbacks may stand in for owners (rule Q1)
 * @param timeoutNanos from now to the answer, at least 1
 */
public record Quorum(int replies, int owners, boolean sloppy, long timeoutNanos) {
  public Quorum {
    if (replies < 0 || owners < 0) {
      throw new IllegalArgumentException(
          "quorum must not be negative, was " + replies + " and " + owners + " owners");
    }
    if (timeoutNanos < 1) {
      throw new IllegalArgumentException("timeout must be positive, was " + timeoutNanos + " ns");
    }
  }

  /** The cluster's own quorum within this time. */
  public static Quorum defaults(long timeoutNanos) {
    return new Quorum(0, 0, true, timeoutNanos);
  }

  /** The same wish with less time left. */
  public Quorum within(long nanos) {
    return new Quorum(replies, owners, sloppy, nanos);
  }
}
