package io.dynamo.server.peer;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.protocol.PeerCodec;
import io.vertx.core.Context;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks peers over TCP, one connection for each, from one event loop: every call and every callback
 * is on that loop. Requests to the node itself go to its own handler, in a later turn of the loop.
 */
public final class VertxTransport implements Transport {
  private final NodeId self;
  private final PeerHandler local;
  private final LinkSettings settings;
  private final Deadlines deadlines;
  private final Map<NodeId, PeerLink> links = new LinkedHashMap<>();
  private long lastId;
  private boolean closed;

  /**
   * A transport that has not connected to anybody yet. It must be kept: it holds the client whose
   * connections would else be collected.
   *
   * @param context the event loop
   * @param addresses where a peer listens now, or null if that is not known; asked at each
   *     connecting
   * @param local answers what this node asks of itself
   */
  public VertxTransport(
      Context context,
      NodeId self,
      PeerIdentity identity,
      Function<NodeId, @Nullable SocketAddress> addresses,
      PeerHandler local,
      PeerCodec codec,
      LinkWatcher watcher,
      TransportLimits limits) {
    this.self = self;
    this.local = local;
    NetClientOptions options =
        new NetClientOptions()
            .setConnectTimeout(limits.connectMillis())
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true);
    VertxScheduler scheduler = new VertxScheduler(context);
    this.deadlines = new Deadlines(scheduler);
    this.settings =
        new LinkSettings(
            context,
            scheduler,
            context.owner().createNetClient(options),
            identity,
            addresses,
            codec,
            watcher,
            limits);
  }

  @Override
  public void send(NodeId to, PeerRequest request, long timeoutNanos, ReplyHandler handler) {
    if (timeoutNanos < 1) {
      throw new IllegalArgumentException("timeout must be positive, was " + timeoutNanos + " ns");
    }
    if (to.equals(self)) {
      sendToSelf(request, timeoutNanos, handler);
      return;
    }
    long id = ++lastId;
    PendingRequest pending = new PendingRequest(id, settings.codec().encode(id, request), handler);
    if (closed || pending.bytes() > settings.limits().maxFrameBytes()) {
      settings.context().runOnContext(turn -> pending.fail());
      return;
    }
    pending.deadline(deadlines.in(timeoutNanos, pending::fail));
    links.computeIfAbsent(to, peer -> new PeerLink(settings, peer)).send(pending);
  }

  /**
   * The addresses may have changed: connections to peers that have none any more are closed, and
   * peers that listen elsewhere are connected to there.
   */
  public void onAddresses() {
    List<NodeId> gone = new ArrayList<>();
    links.forEach(
        (to, link) -> {
          SocketAddress address = settings.addresses().apply(to);
          if (address == null) {
            gone.add(to);
          } else {
            link.moveTo(address);
          }
        });
    for (NodeId node : gone) {
      PeerLink link = links.remove(node);
      if (link != null) {
        link.close(node + " is no member any more");
      }
    }
  }

  /** Closes all connections: what is under way has no reply, what comes later is not sent. */
  public void close() {
    closed = true;
    links.values().forEach(link -> link.close("this node is stopping"));
    settings.client().close();
  }

  private void sendToSelf(PeerRequest request, long timeoutNanos, ReplyHandler handler) {
    PendingRequest pending = new PendingRequest(++lastId, new byte[0], handler);
    pending.deadline(deadlines.in(timeoutNanos, pending::fail));
    settings
        .context()
        .runOnContext(
            turn -> {
              if (!pending.isDone()) {
                pending.take(null);
                local.handle(self, request, pending::reply);
              }
            });
  }
}
