package io.dynamo.testkit.network;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.testkit.time.NodeTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request of one life of a node, until its handler has been called. */
final class Outgoing {
  private final NodeId from;
  private final NodeId to;
  private final PeerRequest request;
  private final Transport.ReplyHandler handler;
  private final NodeTime.Life life;
  private final Set<Outgoing> underWay;
  private final NetworkWatcher watcher;
  private Scheduler.@Nullable Timer timer;
  private boolean ended;

  Outgoing(
      NodeId from,
      NodeId to,
      PeerRequest request,
      Transport.ReplyHandler handler,
      NodeTime.Life life,
      Set<Outgoing> underWay,
      NetworkWatcher watcher) {
    this.from = from;
    this.to = to;
    this.request = request;
    this.handler = handler;
    this.life = life;
    this.underWay = underWay;
    this.watcher = watcher;
  }

  NodeId from() {
    return from;
  }

  NodeId to() {
    return to;
  }

  PeerRequest request() {
    return request;
  }

  void startTimer(long timeoutNanos) {
    timer = life.schedule(timeoutNanos, () -> failNow(Transport.Failure.NO_REPLY));
  }

  void reply(PeerReply reply) {
    life.run(
        () -> {
          watcher.onReply(to, from, request, reply);
          if (end()) {
            handler.onReply(reply);
          }
        });
  }

  void fail(Transport.Failure failure) {
    life.run(() -> failNow(failure));
  }

  private void failNow(Transport.Failure failure) {
    if (end()) {
      watcher.onFailure(from, to, request, failure);
      handler.onFailure(failure);
    }
  }

  private boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    underWay.remove(this);
    if (timer != null) {
      timer.cancel();
    }
    return true;
  }
}
