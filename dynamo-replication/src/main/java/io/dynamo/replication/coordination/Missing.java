package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Says of the nodes that were asked and have not counted why not: {@code n2: not sent; n3: no
 * reply}.
 */
final class Missing {
  private Missing() {}

  static String text(List<NodeId> asked, Collection<NodeId> counted, Map<NodeId, String> failures) {
    StringBuilder text = new StringBuilder();
    for (NodeId node : asked) {
      if (!counted.contains(node)) {
        text.append(text.isEmpty() ? "" : "; ").append(node).append(": ");
        text.append(failures.getOrDefault(node, "no reply in time"));
      }
    }
    return text.toString();
  }
}
