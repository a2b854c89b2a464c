package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import java.util.HashMap;
import java.util.Map;

/**
 * The way of one loop's requests for data: what becomes of them tells the detector about who was
 * asked. Of a node that is believed up it is told seldom, for that changes little; that one which
 * is believed down has answered, at once. Belongs to its loop.
 */
final class WatchedTransport implements Transport {
  private static final long SELDOM_NANOS = 100_000_000;

  private final NodeId self;
  private final Transport transport;
  private final NodeDetector detector;
  private final Map<NodeId, Long> toldNanos = new HashMap<>();

  WatchedTransport(NodeId self, Transport transport, NodeDetector detector) {
    this.self = self;
    this.transport = transport;
    this.detector = detector;
  }

  @Override
  public void send(NodeId to, PeerRequest request, long timeoutNanos, ReplyHandler handler) {
    if (to.equals(self)) {
      transport.send(to, request, timeoutNanos, handler);
      return;
    }
    long sentNanos = System.nanoTime();
    transport.send(
        to,
        request,
        timeoutNanos,
        new ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            onAnswer(to, reply, sentNanos);
            handler.onReply(reply);
          }

          @Override
          public void onFailure(Failure failure) {
            if (isDue(to, System.nanoTime())) {
              detector.tell(known -> known.onFailure(to, failure));
            }
            handler.onFailure(failure);
          }
        });
  }

  private void onAnswer(NodeId from, PeerReply reply, long sentNanos) {
    if (reply instanceof Refusal refusal && refusal.reason() == Refusal.Reason.NOT_READY) {
      detector.tell(known -> known.onNotReady(from));
      return;
    }
    long now = System.nanoTime();
    if (isDue(from, now) || !detector.isUp(from)) {
      detector.tell(known -> known.onAnswer(from, now - sentNanos));
    }
  }

  private boolean isDue(NodeId node, long now) {
    Long last = toldNanos.get(node);
    if (last != null && now - last < SELDOM_NANOS) {
      return false;
    }
    toldNanos.put(node, now);
    return true;
  }
}
