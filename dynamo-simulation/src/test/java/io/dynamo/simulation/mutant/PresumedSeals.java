package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.MoveState;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.simulation.node.Wrapping;
import java.util.List;

/** One sealed owner is enough: the others are taken to be where it is (rule H4 wants more). */
final class PresumedSeals implements Wrapping {
  @Override
  public Transport transport(NodeId node, Transport transport) {
    return (to, request, timeoutNanos, handler) ->
        transport.send(
            to,
            request,
            timeoutNanos,
            request instanceof PeerRequest.AskMoves
                ? new ChangedReplies(handler, PresumedSeals::presumed)
                : handler);
  }

  private static PeerReply presumed(PeerReply reply) {
    if (!(reply instanceof PeerReply.Moves moves)) {
      return reply;
    }
    List<MoveState> states =
        moves.partitions().stream()
            .map(state -> new MoveState(state.partition(), state.filled(), true, true))
            .toList();
    return new PeerReply.Moves(states);
  }
}
