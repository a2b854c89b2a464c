package io.dynamo.api.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;

/**
 * Asks other nodes, asynchronously and at most once. A request to the node itself is answered like
 * any other. What waits to be sent is bounded: over the bound a request fails at once.
 */
public interface Transport {
  /**
   * Sends the request. Exactly one of the handler's methods is called, once, later, on the caller's
   * loop; a reply after that is dropped.
   *
   * @param timeoutNanos how long to wait for the reply, at least 1
   */
  void send(NodeId to, PeerRequest request, long timeoutNanos, ReplyHandler handler);

  /** What becomes of one request. */
  interface ReplyHandler {
    void onReply(PeerReply reply);

    void onFailure(Failure failure);
  }

  /** Why there is no reply. */
  enum Failure {
    /** It was never sent: no connection, no address, or too much waits already. */
    NOT_SENT,
    /** It was sent, and may have been done; the connection broke, or time ran out. */
    NO_REPLY
  }
}
