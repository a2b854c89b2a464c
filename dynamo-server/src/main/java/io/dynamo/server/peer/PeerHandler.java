package io.dynamo.server.peer;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import java.util.function.Consumer;

/** Answers what peers ask. */
@FunctionalInterface
public interface PeerHandler {
  /**
   * Does what is asked; must not block.
   *
   * @param from as the connection's handshake has it
   * @param reply takes the answer, once, on the loop of this call, now or later
   */
  void handle(NodeId from, PeerRequest request, Consumer<PeerReply> reply);
}
