package io.dynamo.testkit.network;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import java.util.function.Consumer;

/** What a node does with requests; called on its life. */
@FunctionalInterface
public interface Receiver {
  /**
   * Does what is asked.
   *
   * @param reply takes the answer, now or later; never, and the asker waits in vain
   */
  void handle(NodeId from, PeerRequest request, Consumer<PeerReply> reply);
}
