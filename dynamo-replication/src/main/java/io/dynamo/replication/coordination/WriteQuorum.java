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
 * The arithmetic of a put: who was to store it, who has, whether that is enough (Dynamo §4.5, §4.6;
 * rule Q1). It knows no messages and no time. Each node counts once, however often its
 * acknowledgement comes.
 */
final class WriteQuorum {
  private final Needed needed;
  private final Replicas replicas;
  private final List<NodeId> asked = new ArrayList<>();
  private final Set<NodeId> stored = new LinkedHashSet<>();
  private final Map<NodeId, String> failures = new LinkedHashMap<>();

  /** A quorum that nobody was asked for yet. */
  WriteQuorum(Needed needed, Replicas replicas) {
    this.needed = needed;
    this.replicas = replicas;
  }

  /** From now on this node is awaited. */
  void ask(NodeId node) {
    if (!asked.contains(node)) {
      asked.add(node);
    }
    failures.remove(node);
  }

  /** Takes one acknowledgement; one that comes after a failure of the same node counts. */
  void add(NodeId node) {
    if (asked.contains(node)) {
      failures.remove(node);
      stored.add(node);
    }
  }

  /**
   * Takes note that this node has not stored it, or has not said so.
   *
   * @return false if it was not awaited
   */
  boolean fail(NodeId node, String reason) {
    if (!asked.contains(node) || stored.contains(node) || failures.containsKey(node)) {
      return false;
    }
    failures.put(node, reason);
    return true;
  }

  /** Whether this node was asked at all. */
  boolean isAsked(NodeId node) {
    return asked.contains(node);
  }

  /** Whether this node may still acknowledge. */
  boolean isAwaited(NodeId node) {
    return asked.contains(node) && !stored.contains(node) && !failures.containsKey(node);
  }

  boolean isMet() {
    return stored.size() >= needed.replies()
        && stored.stream().filter(replicas::isOwner).count() >= needed.owners();
  }

  /**
   * Whether it cannot be met any more.
   *
   * @param more whether there is another node to ask
   */
  boolean isLost(boolean more) {
    return !more && asked.size() - failures.size() < needed.replies();
  }

  int needed() {
    return needed.replies();
  }

  /** Who has it, in the order of acknowledgements. */
  List<Replier> repliers() {
    List<Replier> repliers = new ArrayList<>(stored.size());
    for (NodeId node : stored) {
      repliers.add(new Replier(node, replicas.isOwner(node)));
    }
    return repliers;
  }

  /** Who is missing and why, for people. */
  String missing() {
    return Missing.text(asked, stored, failures);
  }
}
