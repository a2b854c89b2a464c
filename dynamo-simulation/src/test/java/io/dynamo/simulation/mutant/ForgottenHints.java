package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.simulation.node.Wrapping;

/** Hints are not outstanding when tombstones are reaped (rule D3 says they are). */
final class ForgottenHints implements Wrapping {
  @Override
  public Transport transport(NodeId node, Transport transport) {
    return (to, request, timeoutNanos, handler) ->
        transport.send(
            to, request, timeoutNanos, new ChangedReplies(handler, ForgottenHints::forgetting));
  }

  private static PeerReply forgetting(PeerReply reply) {
    return reply instanceof PeerReply.Raised raised
        ? new PeerReply.Raised(raised.generation(), raised.now(), 0)
        : reply;
  }
}
