package io.dynamo.replication.background;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.replication.actor.VirtualLoop;

/** The network of a {@link SmallCluster}, in which a test loses what it wants. */
final class LossyNetwork {
  private final VirtualLoop loop;
  private Losing losing = (from, to, request) -> false;

  /** Which messages are lost; their senders are told at once. */
  interface Losing {
    boolean isLost(NodeId from, NodeId to, PeerRequest request);
  }

  LossyNetwork(VirtualLoop loop) {
    this.loop = loop;
  }

  /** From now on these messages are lost, and no others. */
  void loses(Losing lost) {
    losing = lost;
  }

  /** As one node sees it. */
  Transport of(NodeId from) {
    return (to, request, timeoutNanos, handler) -> {
      if (losing.isLost(from, to, request)) {
        loop.schedule(0, () -> handler.onFailure(Transport.Failure.NOT_SENT));
      } else {
        loop.send(to, request, timeoutNanos, handler);
      }
    };
  }
}
