package io.dynamo.server.peer;

/**
 * The bounds and times of one event loop's links.
 *
 * @param maxFrameBytes the longest reply that is taken
 * @param maxInFlight requests to one peer that wait or are not answered yet
 * @param maxInFlightBytes of those requests; one alone may be longer
 * @param connectMillis how long connecting, and then the handshake, may take
 * @param tickMillis how often a link with requests outstanding is looked at; after two ticks
 *     without a byte it is pinged
 * @param silentTicks after so many it is given up: requests under way have no reply, and the peer
 *     counts as down
 * @param firstRetryMillis how long after a failed connection the next one is tried
 * @param lastRetryMillis to which that time doubles
 */
public record TransportLimits(
    int maxFrameBytes,
    int maxInFlight,
    long maxInFlightBytes,
    int connectMillis,
    long tickMillis,
    int silentTicks,
    long firstRetryMillis,
    long lastRetryMillis) {
  /** Silent for 1.6 s is down: less would take a stall of a busy machine for an end. */
  public static TransportLimits defaults(int maxFrameBytes) {
    return new TransportLimits(maxFrameBytes, 4096, 128L << 20, 1000, 200, 8, 50, 2000);
  }
}
