package io.dynamo.testkit.network;

/**
 * How well one direction between two nodes carries messages. A range of delays is what reorders
 * them.
 *
 * @param leastDelayNanos of one message
 * @param mostDelayNanos of one message
 * @param lostPerMille how many of a thousand messages are lost
 * @param doubledPerMille how many of a thousand requests come twice
 */
public record LinkQuality(
    long leastDelayNanos, long mostDelayNanos, int lostPerMille, int doubledPerMille) {
  /** A good local network. */
  public static final LinkQuality CLEAN = new LinkQuality(100_000, 1_000_000, 0, 0);

  /** Nothing comes through, and nobody is told. */
  public static final LinkQuality CUT = new LinkQuality(0, 0, 1000, 0);

  public LinkQuality {
    if (leastDelayNanos < 0 || mostDelayNanos < leastDelayNanos) {
      throw new IllegalArgumentException(
          "delays must be a range, were " + leastDelayNanos + " to " + mostDelayNanos);
    }
  }

  /** A link on which each message takes that much longer. */
  public static LinkQuality slow(long nanos) {
    return new LinkQuality(nanos, nanos + nanos / 4, 0, 0);
  }

  /** What is left if both troubles meet. */
  LinkQuality and(LinkQuality other) {
    return new LinkQuality(
        Math.max(leastDelayNanos, other.leastDelayNanos),
        Math.max(mostDelayNanos, other.mostDelayNanos),
        Math.max(lostPerMille, other.lostPerMille),
        Math.max(doubledPerMille, other.doubledPerMille));
  }

  boolean isCut() {
    return lostPerMille >= 1000;
  }
}
