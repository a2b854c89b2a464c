package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.simulation.node.Wrapping;

/** An owner that has sealed a partition, and takes nothing, says that it has (rule H2). */
final class DeafSeals implements Wrapping {
  @Override
  public Transport transport(NodeId node, Transport transport) {
    return (to, request, timeoutNanos, handler) ->
        transport.send(
            to,
            request,
            timeoutNanos,
            request instanceof PeerRequest.Merge
                ? new ChangedReplies(handler, DeafSeals::taken)
                : handler);
  }

  private static PeerReply taken(PeerReply reply) {
    return reply instanceof PeerReply.Sealed ? new PeerReply.Merged() : reply;
  }
}
