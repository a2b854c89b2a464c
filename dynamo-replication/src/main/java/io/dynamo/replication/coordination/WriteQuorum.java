package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.Replier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

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
  private final Set<NodeId> sealed = new LinkedHashSet<>();
  private final Set<NodeId> apart = new LinkedHashSet<>();
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

  /**
   * Takes one acknowledgement; one that comes after a failure of the same node counts.
   *
   * @param bySealed whether the node has sealed the partition: it counts as a successor only
   */
  void add(NodeId node, boolean bySealed) {
    if (asked.contains(node)) {
      failures.remove(node);
      stored.add(node);
      if (bySealed) {
        sealed.add(node);
      }
    }
  }

  /** This owner has it and counts only in place of one that fails (rule H2). */
  void addApart(NodeId node) {
    if (asked.contains(node)) {
      failures.remove(node);
      apart.add(node);
    }
  }

  /**
   * This owner has sealed the partition and has not taken the write: nobody stands in for it.
   *
   * @return false if it was not awaited
   */
  boolean seal(NodeId node) {
    sealed.add(node);
    return fail(node, "has sealed the partition");
  }

  /**
   * Takes note that this node has not stored it, or has not said so.
   *
   * @return false if it was not awaited
   */
  boolean fail(NodeId node, String reason) {
    if (!isAwaited(node)) {
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
    return asked.contains(node)
        && !stored.contains(node)
        && !apart.contains(node)
        && !failures.containsKey(node);
  }

  /**
   * Enough of the owners that are not sealed have it; or so many are sealed that the successors
   * count in their place, and enough of those have it (rule H4). Fallbacks stand in for either, and
   * where there is none left, successors for owners that failed.
   *
   * @param more whether there is a fallback left
   */
  boolean isMet(boolean more) {
    return isMet(node -> replicas.isOwner(node) && !sealed.contains(node), more ? 0 : standingIn())
        || (areSuccessorsCounted() && isMet(replicas::isSuccessor, 0));
  }

  private boolean isMet(Predicate<NodeId> counted, int standingIn) {
    int owners = 0;
    int fallbacks = 0;
    for (NodeId node : stored) {
      owners += counted.test(node) ? 1 : 0;
      fallbacks += replicas.isHolder(node) ? 0 : 1;
    }
    return owners + fallbacks + standingIn >= needed.replies() && owners >= needed.owners();
  }

  /** How many successors have it that count in place of an owner that failed or was not asked. */
  private int standingIn() {
    int failed = replicas.removed();
    for (NodeId owner : replicas.owners()) {
      boolean awaited = isAwaited(owner) || stored.contains(owner) || sealed.contains(owner);
      failed += awaited ? 0 : 1;
    }
    int having = apart.size();
    for (NodeId node : replicas.standIns()) {
      boolean counted = replicas.isOwner(node) && !sealed.contains(node);
      having += stored.contains(node) && !counted && !apart.contains(node) ? 1 : 0;
    }
    return Math.min(failed, having);
  }

  private boolean areSuccessorsCounted() {
    return !replicas.successors().isEmpty()
        && sealed.stream().filter(replicas::isOwner).count() >= replicas.seals();
  }

  /**
   * Whether it cannot be met any more.
   *
   * @param more whether there is another node to ask
   */
  boolean isLost(boolean more) {
    return !more
        && possible(node -> replicas.isOwner(node) && !sealed.contains(node)) < needed.replies()
        && possible(replicas::isSuccessor) < needed.replies()
        && possible(node -> replicas.isOwner(node) || replicas.standIns().contains(node))
            < needed.replies();
  }

  /** How many have it or may still say so. */
  private int possible(Predicate<NodeId> counted) {
    int possible = 0;
    for (NodeId node : asked) {
      boolean counts = counted.test(node) || !replicas.isHolder(node);
      possible += counts && !failures.containsKey(node) ? 1 : 0;
    }
    return possible;
  }

  int needed() {
    return needed.replies();
  }

  /** Who has it, in the order of acknowledgements. */
  List<Replier> repliers() {
    List<Replier> repliers = new ArrayList<>(stored.size());
    for (NodeId node : stored) {
      repliers.add(new Replier(node, replicas.isHolder(node)));
    }
    return repliers;
  }

  /** Who is missing and why, for people. */
  String missing() {
    return Missing.text(asked, stored, failures);
  }
}
