package io.dynamo.server.frontend;

/**
 * What a request asks of its quorum, not checked yet.
 *
 * @param replies R or W; 0 for the cluster's own
 * @param owners {@code pr} or {@code pw}; 0 for no such wish
 * @param sloppy whether fallbacks may stand in (rule Q1)
 * @param timeoutNanos 0 for the node's own
 */
public record QuorumWish(int replies, int owners, boolean sloppy, long timeoutNanos) {
  /** Asks for nothing special. */
  public static final QuorumWish NONE = new QuorumWish(0, 0, true, 0);
}
