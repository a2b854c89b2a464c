package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.Replier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arithmetic of a put: who was to store it, who has, whether that is enough (Dynamo §4.5; rule
 * Q1). It knows no messages and no time. Each node counts once, however often its acknowledgement
 * comes.
 */
final class WriteQuorum {
  private final int needed;
  private final List<NodeId> asked;
  private final Set<NodeId> stored = new LinkedHashSet<>();
  private final Map<NodeId, String> failures = new LinkedHashMap<>();

  /**
   * A quorum over these nodes.
   *
   * @param needed W, at least 1
   * @param asked distinct nodes
   */
  WriteQuorum(int needed, List<NodeId> asked) {
    this.needed = needed;
    this.asked = asked;
  }

  /** Takes one acknowledgement; one that comes after a failure of the same node counts. */
  void add(NodeId node) {
    if (asked.contains(node)) {
      failures.remove(node);
      stored.add(node);
    }
  }

  /** Takes note that this node has not stored it, or has not said so. */
  void fail(NodeId node, String reason) {
    if (asked.contains(node) && !stored.contains(node)) {
      failures.put(node, reason);
    }
  }

  boolean isMet() {
    return stored.size() >= needed;
  }

  /** Whether so many have failed that the rest is too few. */
  boolean isLost() {
    return asked.size() - failures.size() < needed;
  }

  int needed() {
    return needed;
  }

  /** Who has it, in the order of acknowledgements. */
  List<Replier> repliers() {
    List<Replier> repliers = new ArrayList<>(stored.size());
    for (NodeId node : stored) {
      repliers.add(new Replier(node, true));
    }
    return repliers;
  }

  /** Who is missing and why, for people. */
  String missing() {
    return Missing.text(asked, stored, failures);
  }
}
