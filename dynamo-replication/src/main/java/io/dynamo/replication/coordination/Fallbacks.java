package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that may stand in for owners of one key (Dynamo §4.6): those after the first N of its
 * preference list, handed out in that order, each once, as long as they seem healthy.
 */
final class Fallbacks {
  private final List<NodeId> nodes;
  private final FailureDetector detector;
  private int next;

  /** Hands out these; none if the request wants owners only. */
  Fallbacks(List<NodeId> nodes, FailureDetector detector) {
    this.nodes = nodes;
    this.detector = detector;
  }

  /** The next that seems healthy, or null if there is none. */
  @Nullable NodeId next() {
    while (next < nodes.size()) {
      NodeId node = nodes.get(next++);
      if (detector.isUp(node)) {
        return node;
      }
    }
    return null;
  }

  /** Whether there may be another. */
  boolean hasMore() {
    for (int i = next; i < nodes.size(); i++) {
      if (detector.isUp(nodes.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Leaves this one out, as if it had been handed out. */
  static List<NodeId> without(List<NodeId> nodes, NodeId node) {
    return nodes.stream().filter(other -> !other.equals(node)).toList();
  }
}
