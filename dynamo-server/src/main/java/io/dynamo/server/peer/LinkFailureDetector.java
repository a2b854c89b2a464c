package io.dynamo.server.peer;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Believes of each node what its links saw last (Dynamo §4.8.3): down after a failed connection or
 * a silence with requests outstanding, up after any sign of life; a node nobody has tried is up.
 * One for all event loops of a node. Thread-safe.
 */
public final class LinkFailureDetector implements FailureDetector {
  private final Set<NodeId> down = ConcurrentHashMap.newKeySet();
  private final Watcher watcher;

  /** Who is told when a belief changes; on the event loop that noticed. */
  public interface Watcher {
    /** It answers again. */
    void onUp(NodeId node);

    /** It does not answer any more. */
    void onDown(NodeId node, String reason);
  }

  public LinkFailureDetector(Watcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public boolean isUp(NodeId node) {
    return !down.contains(node);
  }

  /** Something came from this node. */
  void alive(NodeId node) {
    if (!down.isEmpty() && down.remove(node)) {
      watcher.onUp(node);
    }
  }

  /** This node could not be reached, or is silent. */
  void failed(NodeId node, String reason) {
    if (down.add(node)) {
      watcher.onDown(node, reason);
    }
  }
}
