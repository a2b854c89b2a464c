package io.dynamo.testkit.network;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.testkit.time.NodeTime;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;

/** The way of one life of a node to the others. */
final class VirtualTransport implements Transport {
  private static final long REFUSE_NANOS = 1_000;

  private final VirtualNetwork network;
  private final NodeId self;
  private final NodeTime.Life life;
  private final int mostUnderWay;
  private final TreeMap<NodeId, Set<Outgoing>> underWay = new TreeMap<>();

  VirtualTransport(VirtualNetwork network, NodeId self, NodeTime.Life life, int mostUnderWay) {
    this.network = network;
    this.self = self;
    this.life = life;
    this.mostUnderWay = mostUnderWay;
  }

  @Override
  public void send(NodeId to, PeerRequest request, long timeoutNanos, ReplyHandler handler) {
    if (timeoutNanos < 1) {
      throw new IllegalArgumentException("timeout must be at least 1 ns, was " + timeoutNanos);
    }
    Set<Outgoing> toPeer = underWay.computeIfAbsent(to, node -> new LinkedHashSet<>());
    Outgoing outgoing = new Outgoing(self, to, request, handler, life, toPeer, network.watcher());
    if (toPeer.size() >= mostUnderWay) {
      life.schedule(REFUSE_NANOS, () -> outgoing.fail(Failure.NOT_SENT));
      return;
    }
    toPeer.add(outgoing);
    outgoing.startTimer(timeoutNanos);
    network.carry(outgoing);
  }
}
