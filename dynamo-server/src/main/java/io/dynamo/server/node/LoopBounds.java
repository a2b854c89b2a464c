package io.dynamo.server.node;

import io.dynamo.api.versioning.Siblings;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.frontend.InFlight;
import io.dynamo.server.peer.TransportLimits;
import io.dynamo.server.port.PortLimits;

/** The node's bounds, dealt out to its loops: each loop gets an equal part, at least one. */
final class LoopBounds {
  /** What a message has beside values. */
  private static final int OVERHEAD_BYTES = 1 << 20;

  private final NodeConfig config;

  LoopBounds(NodeConfig config) {
    this.config = config;
  }

  /** What this loop's front ends have under way. */
  InFlight newInFlight() {
    return new InFlight(
        part(config.limits().requestsInFlight()),
        Math.max(config.limits().maxValueBytes(), config.limits().bytesInFlight() / loops()));
  }

  /** Of requests to other nodes. */
  TransportLimits transport() {
    TransportLimits defaults = TransportLimits.defaults(stateFrameBytes());
    return new TransportLimits(
        defaults.maxFrameBytes(),
        part(config.limits().peerRequests()),
        Math.max(defaults.maxFrameBytes(), config.limits().peerBytes() / loops()),
        (int) config.timeouts().connect().toMillis(),
        defaults.tickMillis(),
        defaults.silentTicks(),
        defaults.firstRetryMillis(),
        defaults.lastRetryMillis());
  }

  PortLimits peerPort() {
    return PortLimits.peers(stateFrameBytes());
  }

  /** A reply has all siblings of a key at their bound; a request has one value. */
  PortLimits clientPort() {
    PortLimits defaults =
        PortLimits.clients(
            (int) Siblings.MAX_VALUE_BYTES + config.limits().maxValueBytes() + OVERHEAD_BYTES);
    return new PortLimits(
        defaults.maxFrameBytes(),
        part(config.limits().connections()),
        defaults.maxInFlight(),
        defaults.maxInFlightBytes(),
        defaults.maxQueuedBytes(),
        defaults.refuseWhenFull(),
        defaults.handshakeMillis());
  }

  /** A whole state travels between nodes: siblings at their bound, from several coordinators. */
  private static int stateFrameBytes() {
    return (int) (5 * (Siblings.MAX_VALUE_BYTES + (16 << 20))) + OVERHEAD_BYTES;
  }

  private int part(int whole) {
    return Math.max(1, whole / loops());
  }

  private int loops() {
    return config.eventLoops();
  }
}
