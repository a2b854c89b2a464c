package io.dynamo.simulation.mutant;

import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import java.util.function.UnaryOperator;

/** Replies as they are, but for what this makes of them. */
record ChangedReplies(Transport.ReplyHandler handler, UnaryOperator<PeerReply> change)
    implements Transport.ReplyHandler {
  @Override
  public void onReply(PeerReply reply) {
    handler.onReply(change.apply(reply));
  }

  @Override
  public void onFailure(Transport.Failure failure) {
    handler.onFailure(failure);
  }
}
