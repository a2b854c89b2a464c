package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.node.Wrapping;
import java.util.List;

/** A fallback that has nothing counts like one that has (rule Q3). */
final class CountedAbsence implements Wrapping {
  private static final Siblings COUNTED =
      new Siblings(
          VersionVector.of(List.of(new Dot(new Actor(new NodeId("nobody"), 1, 1), 1))),
          List.of(),
          List.of());

  @Override
  public Transport transport(NodeId node, Transport transport) {
    return (to, request, timeoutNanos, handler) ->
        transport.send(
            to,
            request,
            timeoutNanos,
            request instanceof PeerRequest.Read ? counting(handler) : handler);
  }

  private static Transport.ReplyHandler counting(Transport.ReplyHandler handler) {
    return new Transport.ReplyHandler() {
      @Override
      public void onReply(PeerReply reply) {
        boolean absence =
            reply instanceof PeerReply.State state && !state.owner() && state.state().isNone();
        handler.onReply(
            absence ? new PeerReply.State(COUNTED, false, false, Generation.ZERO) : reply);
      }

      @Override
      public void onFailure(Transport.Failure failure) {
        handler.onFailure(failure);
      }
    };
  }
}
