package io.dynamo.testkit.network;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;

/** Sees all that a network does; for traces. */
public interface NetworkWatcher {
  /** Sees nothing. */
  NetworkWatcher NONE = new NetworkWatcher() {};

  /** The request has come to its target. */
  default void onRequest(NodeId from, NodeId to, PeerRequest request) {}

  /** The reply of {@code from} has come back to the node that asked, in time or not. */
  default void onReply(NodeId from, NodeId to, PeerRequest request, PeerReply reply) {}

  /** The node that asked is told that there is no reply. */
  default void onFailure(NodeId from, NodeId to, PeerRequest request, Transport.Failure failure) {}
}
