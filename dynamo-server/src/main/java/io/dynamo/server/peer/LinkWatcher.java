package io.dynamo.server.peer;

import io.dynamo.api.NodeId;

/**
 * Is told how links to peers fare (Dynamo §4.8.3), on the event loop that noticed, often: it
 * returns at once.
 */
public interface LinkWatcher {
  /** There is a connection to it. */
  void onLinkUp(NodeId node);

  /** It could not be connected to, was refused or refused this node, or is silent. */
  void onLinkDown(NodeId node, String reason);
}
