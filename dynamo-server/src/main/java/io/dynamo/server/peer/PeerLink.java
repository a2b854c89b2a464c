package io.dynamo.server.peer;

import io.dynamo.api.NodeId;
import io.vertx.core.AsyncResult;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way from one event loop to one peer: connects when it is first needed, keeps one connection,
 * and opens another when that is lost. A peer that cannot be reached is tried again at growing
 * intervals; requests fail at once until one of the tries succeeds. Belongs to one event loop.
 */
final class PeerLink {
  /** A connection that held for so long is replaced at once. */
  private static final long STEADY_NANOS = 1_000_000_000;

  private final LinkSettings settings;
  private final NodeId to;
  private final List<PendingRequest> waiting = new ArrayList<>();

  private long waitingBytes;
  private @Nullable PeerConnection opening;
  private @Nullable PeerConnection open;
  private @Nullable SocketAddress address;
  private boolean connecting;
  private boolean unreachable;
  private boolean resting;
  private long retryTimer;
  private long retryMillis;
  private boolean closed;

  PeerLink(LinkSettings settings, NodeId to) {
    this.settings = settings;
    this.to = to;
  }

  NodeId to() {
    return to;
  }

  /** Sends the request, now or as soon as there is a connection; fails it, later, if it cannot. */
  void send(PendingRequest request) {
    retireIfOutdated();
    PeerConnection connection = open;
    if (connection != null) {
      if (connection.hasRoom(request.bytes())) {
        connection.send(request);
      } else {
        failLater(request);
      }
    } else if (isTriedAgain() || closed || !hasRoomToWait(request.bytes())) {
      failLater(request);
    } else {
      waiting.add(request);
      waitingBytes += request.bytes();
      connect();
    }
  }

  /** Ends it for good. */
  void close(String reason) {
    closed = true;
    settings.vertx().cancelTimer(retryTimer);
    PeerConnection last = open != null ? open : opening;
    if (last != null) {
      last.lost(reason);
    }
    failWaiting();
  }

  /** The peer listens elsewhere now: what is under way there may end, what comes goes here. */
  void moveTo(SocketAddress now) {
    if (closed || address == null || address.equals(now)) {
      return;
    }
    PeerConnection before = open;
    if (before != null) {
      open = null;
      before.retire();
    }
    if (resting) {
      settings.vertx().cancelTimer(retryTimer);
      resting = false;
    }
    retryMillis = 0;
    if (opening != null) {
      opening.lost("it moved to " + now);
    } else {
      connect();
    }
  }

  /** The peer has answered the hello. */
  void onWelcome(PeerConnection connection) {
    connecting = false;
    unreachable = false;
    opening = null;
    open = connection;
    List<PendingRequest> ready = new ArrayList<>(waiting);
    waiting.clear();
    waitingBytes = 0;
    for (PendingRequest request : ready) {
      if (!request.isDone()) {
        connection.send(request);
      }
    }
  }

  /** The connection has ended, in whatever state. */
  void onLost(PeerConnection connection, String reason) {
    if (connection == opening) {
      opening = null;
      failed(reason);
    } else if (connection == open) {
      open = null;
      if (connection.isSilent()) {
        settings.watcher().onLinkDown(to, reason);
      }
      if (closed) {
        return;
      }
      if (connection.ageNanos() >= STEADY_NANOS && !connection.isSilent()) {
        retryMillis = 0;
        connect();
      } else {
        rest();
      }
    }
  }

  /** Connecting to a peer that is cut off may take long. */
  private boolean isTriedAgain() {
    return resting || (connecting && unreachable);
  }

  private boolean hasRoomToWait(int bytes) {
    return waiting.isEmpty()
        || (waiting.size() < settings.limits().maxInFlight()
            && waitingBytes + bytes <= settings.limits().maxInFlightBytes());
  }

  /** A connection that said another cluster than this node's own of now must not be used. */
  private void retireIfOutdated() {
    PeerConnection connection = open;
    if (connection != null
        && !Objects.equals(connection.self().cluster(), settings.identity().hello().cluster())) {
      open = null;
      connection.retire();
    }
  }

  private void connect() {
    if (connecting || closed) {
      return;
    }
    SocketAddress now = settings.addresses().apply(to);
    if (now == null) {
      failLaterAll();
      return;
    }
    address = now;
    connecting = true;
    settings.client().connect(now).onComplete(this::onConnected);
  }

  private void onConnected(AsyncResult<NetSocket> result) {
    if (result.failed()) {
      failed("cannot connect: " + result.cause().getMessage());
    } else if (closed) {
      result.result().close();
    } else {
      opening = new PeerConnection(settings, this, result.result());
      opening.start();
    }
  }

  private void failed(String reason) {
    connecting = false;
    if (closed) {
      return;
    }
    settings.watcher().onLinkDown(to, reason);
    rest();
    failWaiting();
  }

  /** Tries again after a while; a peer that has no address any more is forgotten. */
  private void rest() {
    resting = true;
    unreachable = true;
    retryMillis =
        Math.min(
            settings.limits().lastRetryMillis(),
            Math.max(settings.limits().firstRetryMillis(), 2 * retryMillis));
    retryTimer =
        settings
            .vertx()
            .setTimer(
                retryMillis,
                id -> {
                  resting = false;
                  connect();
                });
  }

  private void failWaiting() {
    List<PendingRequest> unsent = new ArrayList<>(waiting);
    waiting.clear();
    waitingBytes = 0;
    unsent.forEach(PendingRequest::fail);
  }

  /** Callbacks never come inside the call that asked. */
  private void failLater(PendingRequest request) {
    settings.context().runOnContext(turn -> request.fail());
  }

  private void failLaterAll() {
    settings.context().runOnContext(turn -> failWaiting());
  }
}
