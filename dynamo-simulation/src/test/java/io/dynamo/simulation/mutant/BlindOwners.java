package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.simulation.node.Wrapping;

/** An answer that a replica gives under other owners is counted all the same (rule Q5). */
final class BlindOwners implements Wrapping {
  @Override
  public Transport transport(NodeId node, Transport transport) {
    return (to, request, timeoutNanos, handler) ->
        transport.send(
            to,
            request,
            timeoutNanos,
            request instanceof PeerRequest.Merge
                ? new ChangedReplies(handler, BlindOwners::counted)
                : handler);
  }

  private static PeerReply counted(PeerReply reply) {
    return reply instanceof PeerReply.OtherView ? new PeerReply.Merged() : reply;
  }
}
