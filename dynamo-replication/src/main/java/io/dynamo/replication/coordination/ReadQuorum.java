package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.Replier;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Versioning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The arithmetic of a get: who was asked, who has answered what, whether that is enough (Dynamo
 * §4.5, §4.6). It knows no messages and no time. Each node counts once, however often its reply
 * comes.
 *
 * <p>What counts towards R: a whole owner, found or not (rule Q2); a fallback that has a hint; a
 * fallback that has none only once every owner has answered that is not known to be down, and if a
 * whole one is among them (rule Q3). Every answer is merged in, whether it counts or not, but for
 * those from a disk of an older time than what another answer knows to be reaped (rule D5).
 */
final class ReadQuorum {
  private final Needed needed;
  private final Replicas replicas;
  private final FailureDetector detector;
  private final Versioning versioning;
  private final List<NodeId> asked = new ArrayList<>();
  private final Map<NodeId, PeerReply.State> replies = new LinkedHashMap<>();
  private final Map<NodeId, String> failures = new LinkedHashMap<>();
  private boolean sealed;
  private Siblings merged = Siblings.NONE;
  private long completed;

  /** A quorum that nobody was asked for yet. */
  ReadQuorum(Needed needed, Replicas replicas, FailureDetector detector, Versioning versioning) {
    this.needed = needed;
    this.replicas = replicas;
    this.detector = detector;
    this.versioning = versioning;
  }

  /** From now on this node is awaited. */
  void ask(NodeId node) {
    asked.add(node);
  }

  /**
   * Takes one answer.
   *
   * @return false if this node was not asked or has answered before
   */
  boolean add(NodeId node, PeerReply.State reply) {
    if (!isAwaited(node)) {
      return false;
    }
    replies.put(node, reply);
    sealed |= reply.sealed() && replicas.isOwner(node);
    if (reply.generation().completed() > completed) {
      completed = reply.generation().completed();
      merged = Siblings.NONE;
      replies.values().forEach(this::merge);
    } else {
      merge(reply);
    }
    return true;
  }

  private void merge(PeerReply.State reply) {
    if (!isOutdated(reply)) {
      merged = versioning.merge(merged, reply.state());
    }
  }

  /** Whether it comes from a disk of an older time than a reaping that is complete (rule D5). */
  private boolean isOutdated(PeerReply.State reply) {
    return reply.generation().raised() < completed;
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
    return asked.contains(node) && !replies.containsKey(node) && !failures.containsKey(node);
  }

  /**
   * Enough have answered; if one of the owners has sealed the partition, enough of the future ones
   * too: they may count for puts by now (rule H4).
   */
  boolean isMet() {
    return isMet(replicas::isOwner, standingIn())
        && (!isSealed() || isMet(replicas::isSuccessor, 0));
  }

  private boolean isMet(Predicate<NodeId> owner, int standingIn) {
    List<Replier> counted = counted(owner);
    return counted.size() + standingIn >= needed.replies()
        && counted.stream().filter(Replier::owner).count() >= needed.owners();
  }

  /** How many future owners count in place of an owner that failed or was not asked. */
  private int standingIn() {
    int failed = replicas.removed();
    for (NodeId owner : replicas.owners()) {
      failed += replies.containsKey(owner) || isAwaited(owner) ? 0 : 1;
    }
    int answered = 0;
    for (NodeId node : replicas.standIns()) {
      PeerReply.State reply = replicas.isOwner(node) ? null : replies.get(node);
      answered += reply != null && reply.whole() && !isOutdated(reply) ? 1 : 0;
    }
    return Math.min(failed, answered);
  }

  /** Whether future owners must answer too. */
  boolean isSealed() {
    return sealed && !replicas.successors().isEmpty();
  }

  /** Whether this node was asked at all. */
  boolean isAsked(NodeId node) {
    return asked.contains(node);
  }

  /** Whether an answer does not count because the partition is not whole there. */
  boolean isAnyNotWhole() {
    return replies.entrySet().stream()
        .anyMatch(reply -> replicas.isHolder(reply.getKey()) && !reply.getValue().whole());
  }

  /**
   * Whether it cannot be met any more: too few are left, or all have answered and too few of them
   * count.
   *
   * @param more whether there is another node to ask
   */
  boolean isLost(boolean more) {
    return !more && (isComplete() || asked.size() - failures.size() < needed.replies());
  }

  /** Whether nobody is awaited any more. */
  boolean isComplete() {
    return replies.size() + failures.size() == asked.size();
  }

  /** All states that came, as one (rule V9: the answer's context covers exactly this). */
  Siblings merged() {
    return merged;
  }

  /** Under which all that is merged was formed at the oldest (rule D4). */
  Generation generation() {
    long raised = Long.MAX_VALUE;
    for (PeerReply.State reply : replies.values()) {
      if (!isOutdated(reply)) {
        raised = Math.min(raised, reply.generation().raised());
      }
    }
    return new Generation(Math.max(completed, raised), completed);
  }

  /** The owners that have answered and lack something of what is merged (Dynamo §5). */
  List<NodeId> behind() {
    List<NodeId> behind = new ArrayList<>();
    replies.forEach(
        (node, reply) -> {
          if (replicas.isOwner(node)
              && !reply.sealed()
              && !isOutdated(reply)
              && !versioning.covers(reply.state(), merged)) {
            behind.add(node);
          }
        });
    return behind;
  }

  int needed() {
    return needed.replies();
  }

  /** Whose answers count, the fastest first. */
  List<Replier> repliers() {
    return counted(isSealed() || standingIn() > 0 ? replicas::isHolder : replicas::isOwner);
  }

  /** Those of these owners, and of the fallbacks, whose answers count. */
  private List<Replier> counted(Predicate<NodeId> owner) {
    boolean absence = isAbsenceOfFallbacksCounted();
    List<Replier> counted = new ArrayList<>(replies.size());
    replies.forEach(
        (node, reply) -> {
          boolean counts =
              replicas.isHolder(node)
                  ? owner.test(node) && reply.whole()
                  : absence || !reply.state().isNone();
          if (counts && !isOutdated(reply)) {
            counted.add(new Replier(node, replicas.isHolder(node)));
          }
        });
    return counted;
  }

  private boolean isAbsenceOfFallbacksCounted() {
    boolean whole = false;
    for (NodeId owner : replicas.owners()) {
      PeerReply.State reply = replies.get(owner);
      if (reply == null && detector.isUp(owner)) {
        return false;
      }
      whole |= reply != null && reply.whole() && !isOutdated(reply);
    }
    return whole;
  }

  /** Who is missing and why, for people. */
  String missing() {
    Map<NodeId, String> reasons = new LinkedHashMap<>(failures);
    replies.keySet().forEach(node -> reasons.put(node, uncounted(node)));
    for (NodeId owner : replicas.owners()) {
      if (!asked.contains(owner)) {
        reasons.put(owner, "is down");
      }
    }
    List<NodeId> all = new ArrayList<>(replicas.owners());
    asked.stream().filter(node -> !replicas.isOwner(node)).forEach(all::add);
    return Missing.text(all, repliers().stream().map(Replier::node).toList(), reasons);
  }

  private String uncounted(NodeId node) {
    PeerReply.State reply = replies.get(node);
    if (reply != null && isOutdated(reply)) {
      return "its disk is of an older time";
    }
    return replicas.isHolder(node)
        ? "its store is not whole"
        : "a fallback without a hint, while no whole owner has answered or one is silent";
  }
}
