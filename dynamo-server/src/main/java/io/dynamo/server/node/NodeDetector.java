package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.membership.PhiAccrualDetector;
import io.dynamo.server.peer.LinkWatcher;
import io.vertx.core.Context;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's one failure detector, for all of its loops (Dynamo §4.8.3; rule M6): what a loop sees
 * of another node goes to the home loop, and the opinion that comes of it may be asked anywhere.
 */
final class NodeDetector implements FailureDetector, LinkWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(NodeDetector.class);

  private volatile @Nullable Open open;

  private record Open(Context home, PhiAccrualDetector detector) {}

  /** From now on there are opinions; before, everybody is up. */
  void open(Context home, PhiAccrualDetector detector) {
    open = new Open(home, detector);
  }

  @Override
  public boolean isUp(NodeId node) {
    Open opened = open;
    return opened == null || opened.detector().isUp(node);
  }

  /** Has the detector take note, on the home loop. */
  void tell(Consumer<PhiAccrualDetector> what) {
    Open opened = open;
    if (opened != null) {
      opened.home().runOnContext(turn -> what.accept(opened.detector()));
    }
  }

  @Override
  public void onLinkUp(NodeId node) {
    tell(detector -> detector.onLinkUp(node));
  }

  @Override
  public void onLinkDown(NodeId node, String reason) {
    tell(detector -> detector.onLinkDown(node, reason));
  }

  /** Tells the operator when another node stops answering, and when it answers again. */
  static void log(
      NodeId node, PhiAccrualDetector.Grade before, PhiAccrualDetector.Grade now, String reason) {
    if (now == PhiAccrualDetector.Grade.DOWN) {
      LOG.atWarn().addKeyValue("peer", node).addKeyValue("reason", reason).log("does not answer");
    } else if (before == PhiAccrualDetector.Grade.DOWN) {
      LOG.atInfo().addKeyValue("peer", node).log("answers again");
    } else {
      LOG.atDebug().addKeyValue("peer", node).addKeyValue("grade", now).log("answers otherwise");
    }
  }
}
