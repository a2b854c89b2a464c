package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.Replier;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Versioning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arithmetic of a get: who was asked, who has answered what, whether that is enough (Dynamo
 * §4.5; rule Q1). It knows no messages and no time. Each node counts once, however often its reply
 * comes.
 */
final class ReadQuorum {
  private final int needed;
  private final List<NodeId> asked;
  private final Versioning versioning;
  private final Map<NodeId, Siblings> states = new LinkedHashMap<>();
  private final Map<NodeId, String> failures = new LinkedHashMap<>();
  private Siblings merged = Siblings.NONE;

  /**
   * A quorum over these nodes.
   *
   * @param needed R, at least 1
   * @param asked distinct nodes
   */
  ReadQuorum(int needed, List<NodeId> asked, Versioning versioning) {
    this.needed = needed;
    this.asked = asked;
    this.versioning = versioning;
  }

  /**
   * Takes one answer.
   *
   * @return false if this node was not asked or has answered before
   */
  boolean add(NodeId node, Siblings state) {
    if (!isAwaited(node)) {
      return false;
    }
    states.put(node, state);
    merged = versioning.merge(merged, state);
    return true;
  }

  /** Takes note that this node will not answer. */
  boolean fail(NodeId node, String reason) {
    if (!isAwaited(node)) {
      return false;
    }
    failures.put(node, reason);
    return true;
  }

  private boolean isAwaited(NodeId node) {
    return asked.contains(node) && !states.containsKey(node) && !failures.containsKey(node);
  }

  boolean isMet() {
    return states.size() >= needed;
  }

  /** Whether so many have failed that the rest is too few. */
  boolean isLost() {
    return asked.size() - failures.size() < needed;
  }

  /** Whether nobody is awaited any more. */
  boolean isComplete() {
    return states.size() + failures.size() == asked.size();
  }

  /** All states that came, as one (rule V9: the answer's context covers exactly this). */
  Siblings merged() {
    return merged;
  }

  int needed() {
    return needed;
  }

  /** Who has answered, the fastest first. */
  List<Replier> repliers() {
    List<Replier> repliers = new ArrayList<>(states.size());
    for (NodeId node : states.keySet()) {
      repliers.add(new Replier(node, true));
    }
    return repliers;
  }

  /** Who is missing and why, for people. */
  String missing() {
    return Missing.text(asked, states.keySet(), failures);
  }
}
