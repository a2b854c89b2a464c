package io.dynamo.client;

import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * One request on its way over nodes: what could not be sent in a part of its time, or came to a
 * node that is not ready or has too much to do, goes to the next; what was lost with its connection
 * goes to another node once more, which for a put is safe because of its request id (rule V10).
 * After silence for the whole timeout nothing more is tried. Confined to the client's loop.
 */
final class Call implements Connection.ReplyHandler {
  /** How much longer the client waits than it lets the node: the answer's way back. */
  private static final long GRACE_MILLIS = 200;

  /** One part in so many of the time that is left may go into waiting for a connection. */
  private static final long CONNECT_SHARE = 4;

  /** The shortest time that a node accepts. */
  private static final long LEAST_NANOS = 1_000_000;

  private final List<NodeLink> route;
  private final LongFunction<ClientRequest> request;
  private final long deadlineNanos;
  private final Consumer<ClientReply> onReply;
  private final Consumer<Lost> onLost;
  private int tried;
  private boolean mayHaveHappened;
  private boolean sentAgain;
  private String lastReason = "";

  /** There is no reply that says how it ended. */
  record Lost(boolean mayHaveHappened, String reason) {}

  /**
   * A call that has not begun.
   *
   * @param request makes the request for so many nanoseconds
   */
  Call(
      List<NodeLink> route,
      LongFunction<ClientRequest> request,
      long timeoutNanos,
      Consumer<ClientReply> onReply,
      Consumer<Lost> onLost) {
    this.route = route;
    this.request = request;
    this.deadlineNanos = System.nanoTime() + timeoutNanos;
    this.onReply = onReply;
    this.onLost = onLost;
  }

  void tryNext() {
    long left = deadlineNanos - System.nanoTime();
    if (tried == route.size() || left <= 0) {
      onLost.accept(new Lost(mayHaveHappened, lastReason));
      return;
    }
    NodeLink link = route.get(tried++);
    long leftMillis = left / 1_000_000;
    long connectMillis = tried == route.size() ? leftMillis : leftMillis / CONNECT_SHARE;
    link.send(
        request.apply(Math.max(LEAST_NANOS, left)), leftMillis + GRACE_MILLIS, connectMillis, this);
  }

  @Override
  public void onReply(ClientReply reply) {
    if (reply instanceof ClientReply.Failed failed && goesElsewhere(failed.code())) {
      lastReason = failed.message();
      if (tried < route.size()) {
        tryNext();
        return;
      }
    }
    if (mayHaveHappened && reply instanceof ClientReply.Failed failed) {
      onLost.accept(new Lost(true, lastReason + "; then " + failed.message()));
    } else {
      onReply.accept(reply);
    }
  }

  private static boolean goesElsewhere(ClientReply.Code code) {
    return code == ClientReply.Code.NOT_READY || code == ClientReply.Code.OVERLOADED;
  }

  @Override
  public void onNotSent(String reason) {
    lastReason = reason;
    tryNext();
  }

  @Override
  public void onNoReply(String reason, boolean timedOut) {
    lastReason = reason;
    mayHaveHappened = true;
    if (timedOut || sentAgain) {
      onLost.accept(new Lost(true, reason));
    } else {
      sentAgain = true;
      tryNext();
    }
  }
}
