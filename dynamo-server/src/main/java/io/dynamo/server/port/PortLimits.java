package io.dynamo.server.port;

/**
 * The bounds of one port, each of one event loop.
 *
 * @param maxFrameBytes the longest frame that is taken; a longer one closes its connection
 * @param maxConnections open at once; further ones are refused
 * @param maxInFlight requests of one connection that are not answered yet
 * @param maxInFlightBytes of those requests; one alone may be longer
 * @param maxQueuedBytes of replies that the other end has not taken; longer replies beyond are
 *     replaced by "overloaded"
 * @param refuseWhenFull whether a request over the bounds is answered with "overloaded"; else the
 *     connection is not read until there is room
 * @param handshakeMillis how long a connection may take to say hello
 */
public record PortLimits(
    int maxFrameBytes,
    int maxConnections,
    int maxInFlight,
    long maxInFlightBytes,
    long maxQueuedBytes,
    boolean refuseWhenFull,
    long handshakeMillis) {
  private static final long MIB = 1L << 20;

  /** Of the replica protocol: a peer is told at once, so that it can ask another one. */
  public static PortLimits peers(int maxFrameBytes) {
    return new PortLimits(maxFrameBytes, 1024, 8192, 256 * MIB, 256 * MIB, true, 10_000);
  }

  /** Of the client protocol: a client that pipelines too much waits. */
  public static PortLimits clients(int maxFrameBytes) {
    return new PortLimits(maxFrameBytes, 4096, 1024, 64 * MIB, 128 * MIB, false, 10_000);
  }
}
