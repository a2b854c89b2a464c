package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.server.peer.LinkFailureDetector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator when another node stops answering, and when it answers again. */
final class LinkLog implements LinkFailureDetector.Watcher {
  private static final Logger LOG = LoggerFactory.getLogger(LinkLog.class);

  @Override
  public void onUp(NodeId node) {
    LOG.atInfo().addKeyValue("peer", node).log("answers again");
  }

  @Override
  public void onDown(NodeId node, String reason) {
    LOG.atWarn().addKeyValue("peer", node).addKeyValue("reason", reason).log("does not answer");
  }
}
