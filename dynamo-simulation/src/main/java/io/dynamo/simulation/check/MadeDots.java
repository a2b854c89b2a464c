package io.dynamo.simulation.check;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Dot;
import io.dynamo.simulation.cluster.Violations;
import java.util.TreeMap;

/** Every dot that any node has made and shown to others, over all its lives (rule V4). */
final class MadeDots {
  private final Violations violations;
  private final TreeMap<Dot, String> made = new TreeMap<>();

  MadeDots(Violations violations) {
    this.violations = violations;
  }

  void onMade(NodeId node, Dot dot, String write) {
    String before = made.putIfAbsent(dot, write);
    if (before != null) {
      violations.add(
          'e', node + " made the dot " + dot + " twice: for " + before + ", then for " + write);
    }
  }
}
