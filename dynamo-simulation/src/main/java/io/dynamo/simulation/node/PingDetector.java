package io.dynamo.simulation.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Believes of each node what was last seen of it, as the server's detector does: up after any
 * reply, down when it cannot be reached or after four pings' time without a sign. It counts ticks,
 * not time, so that its own pause makes nobody else look dead.
 */
final class PingDetector implements FailureDetector {
  private static final long TICK_NANOS = 400_000_000;
  private static final int SILENT_TICKS = 4;
  private static final long PING_NANOS = 1_600_000_000;

  private final Transport transport;
  private final Scheduler scheduler;
  private final Supplier<List<NodeId>> others;
  private final TreeMap<NodeId, Integer> silentTicks = new TreeMap<>();
  private final TreeSet<NodeId> down = new TreeSet<>();

  /**
   * A detector that has not begun to ping; {@code transport} is heard too.
   *
   * @param others who is to be pinged now
   */
  PingDetector(Transport transport, Scheduler scheduler, Supplier<List<NodeId>> others) {
    this.transport = transport;
    this.scheduler = scheduler;
    this.others = others;
  }

  @Override
  public boolean isUp(NodeId node) {
    return !down.contains(node);
  }

  /** The same transport, whose outcomes this detector hears. */
  Transport heard() {
    return this::send;
  }

  /** Begins to ping. */
  void start() {
    scheduler.schedule(TICK_NANOS, this::tick);
  }

  private void tick() {
    for (NodeId node : others.get()) {
      int silent = silentTicks.merge(node, 1, Integer::sum);
      if (silent > SILENT_TICKS) {
        down.add(node);
      }
      send(node, new PeerRequest.Ping(), PING_NANOS, Ignored.REPLY);
    }
    start();
  }

  private void send(
      NodeId to, PeerRequest request, long timeoutNanos, Transport.ReplyHandler handler) {
    transport.send(
        to,
        request,
        timeoutNanos,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            silentTicks.put(to, 0);
            down.remove(to);
            handler.onReply(reply);
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            if (failure == Transport.Failure.NOT_SENT) {
              down.add(to);
            }
            handler.onFailure(failure);
          }
        });
  }

  /** Nobody waits for a pong. */
  private enum Ignored implements Transport.ReplyHandler {
    REPLY;

    @Override
    public void onReply(PeerReply reply) {}

    @Override
    public void onFailure(Transport.Failure failure) {}
  }
}
