package io.dynamo.client;

import io.dynamo.protocol.ClientRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one node, made when they are needed. After a failed attempt the node rests for
 * a while that doubles up to {@value #MAX_REST_MILLIS} ms. Confined to the client's loop.
 */
final class NodeLink {
  private static final long FIRST_REST_MILLIS = 50;
  private static final long MAX_REST_MILLIS = 2_000;

  /** A node that has not greeted after so long is one that others should be tried before. */
  private static final long PATIENCE_NANOS = 100_000_000;

  private final Vertx vertx;
  private final Context loop;
  private final NetClient netClient;
  private final NodeAddress address;
  private final int maxFrameBytes;
  private final @Nullable Connection[] connections;
  private int next;
  private long restMillis = FIRST_REST_MILLIS;
  private long restUntilNanos;
  private boolean resting;
  private boolean closed;

  NodeLink(
      Vertx vertx,
      Context loop,
      NetClient netClient,
      NodeAddress address,
      int connections,
      int maxFrameBytes) {
    this.vertx = vertx;
    this.loop = loop;
    this.netClient = netClient;
    this.address = address;
    this.maxFrameBytes = maxFrameBytes;
    this.connections = new Connection[connections];
  }

  NodeAddress address() {
    return address;
  }

  /**
   * Whether others should be tried first: the last attempt failed so recently, or the one that is
   * under way takes long or follows a failed one, so that it is a single request that finds out.
   */
  boolean isResting(long nowNanos) {
    if (resting && nowNanos - restUntilNanos < 0) {
      return true;
    }
    boolean opening = false;
    for (Connection connection : connections) {
      if (connection != null) {
        if (connection.isReady()) {
          return false;
        }
        opening |= connection.isOpening(nowNanos, resting ? 0 : PATIENCE_NANOS);
      }
    }
    return opening;
  }

  /**
   * Sends on the next connection, making it first if there is none.
   *
   * @param connectMillis how long it may wait for one
   */
  void send(
      ClientRequest request,
      long timeoutMillis,
      long connectMillis,
      Connection.ReplyHandler handler) {
    if (closed) {
      handler.onNotSent(address + ": the client is closed");
      return;
    }
    next = (next + 1) % connections.length;
    Connection connection = connections[next];
    if (connection == null || connection.isClosed()) {
      connection = new Connection(vertx, loop, address, maxFrameBytes, this::onHealth);
      connections[next] = connection;
      connection.open(netClient);
    }
    connection.send(request, timeoutMillis, connectMillis, handler);
  }

  private void onHealth(boolean success) {
    resting = !success;
    if (success) {
      restMillis = FIRST_REST_MILLIS;
    } else {
      restUntilNanos = System.nanoTime() + restMillis * 1_000_000;
      restMillis = Math.min(MAX_REST_MILLIS, restMillis * 2);
    }
  }

  void close() {
    closed = true;
    for (Connection connection : connections) {
      if (connection != null) {
        connection.close("the client is closed");
      }
    }
  }
}
