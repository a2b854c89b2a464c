package io.dynamo.server.port;

import io.dynamo.protocol.HandshakeCodec;
import io.dynamo.protocol.Refused;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listening port of one event loop. Several loops may listen on the same port, each with a
 * FramePort of its own: connections are dealt out among them. Its methods may be called from any
 * thread; everything else happens on its loop.
 */
public final class FramePort {
  private final Context context;
  private final PortLimits limits;
  private final FrameService service;
  private final Set<FrameConnection> connections = new LinkedHashSet<>();
  private @Nullable NetServer server;
  private @Nullable Promise<Void> drained;

  /**
   * A port that does not listen yet.
   *
   * @param context the event loop that accepts and serves
   */
  public FramePort(Context context, PortLimits limits, FrameService service) {
    this.context = context;
    this.limits = limits;
    this.service = service;
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for a free one; a negative number for a free one that is shared by all loops that
   *     give the same
   * @return the port; fails if it cannot be bound
   */
  public Future<Integer> listen(String host, int port) {
    Promise<Integer> bound = Promise.promise();
    context.runOnContext(
        turn -> {
          NetServer listening =
              context
                  .owner()
                  .createNetServer(
                      new NetServerOptions()
                          .setHost(host)
                          .setPort(port)
                          .setTcpNoDelay(true)
                          .setTcpKeepAlive(true));
          server = listening;
          listening.connectHandler(this::accept);
          listening.listen().map(NetServer::actualPort).onComplete(bound);
        });
    return bound.future();
  }

  /**
   * Stops: accepts nobody any more, reads no further request, answers those that are under way, and
   * closes.
   *
   * @param graceMillis how long answers may take; then connections are cut
   */
  public Future<Void> close(long graceMillis) {
    Promise<Void> closed = Promise.promise();
    context.runOnContext(turn -> drain(graceMillis).onComplete(closed));
    return closed.future();
  }

  private Future<Void> drain(long graceMillis) {
    NetServer listening = server;
    if (listening == null) {
      return Future.succeededFuture();
    }
    Promise<Void> done = drained;
    if (done == null) {
      done = Promise.promise();
      drained = done;
      Promise<Void> mine = done;
      Vertx vertx = context.owner();
      long timer = vertx.setTimer(Math.max(1, graceMillis), id -> mine.tryComplete());
      List<FrameConnection> open = new ArrayList<>(connections);
      open.forEach(FrameConnection::finish);
      if (connections.isEmpty()) {
        mine.tryComplete();
      }
      mine.future().onComplete(over -> vertx.cancelTimer(timer));
    }
    return done.future().compose(over -> listening.close());
  }

  private void accept(NetSocket socket) {
    Refused.Reason full =
        drained != null
            ? Refused.Reason.NOT_READY
            : connections.size() >= limits.maxConnections()
                ? Refused.Reason.TOO_MANY_CONNECTIONS
                : null;
    if (full != null) {
      String detail =
          drained != null ? "the node is stopping" : connections.size() + " connections are open";
      byte[] refusal = HandshakeCodec.encode(new Refused(full, detail));
      Farewell.say(context.owner(), socket, refusal, () -> {});
      return;
    }
    FrameConnection connection = new FrameConnection(context, socket, limits, service);
    connections.add(connection);
    connection.start(() -> closed(connection));
  }

  private void closed(FrameConnection connection) {
    connections.remove(connection);
    Promise<Void> waiting = drained;
    if (waiting != null && connections.isEmpty()) {
      waiting.tryComplete();
    }
  }
}
