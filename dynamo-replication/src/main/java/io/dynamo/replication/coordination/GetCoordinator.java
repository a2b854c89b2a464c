package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.versioning.Siblings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One get (Dynamo §4.5, §4.6): asks the first N healthy nodes of the preference list, and the next
 * one for each that fails or is slow; merges what they have, answers after R replies. It answers
 * once, as soon as it is known how. When everybody has answered, or the time is over, it sends what
 * was merged to the owners that lack it (read repair, §5).
 */
final class GetCoordinator {
  /** What this machine wants done. */
  interface Effects {
    /** Ask this node for its state. */
    void read(NodeId replica);

    /** Call {@link GetCoordinator#onTimer} when the request's time is over. */
    void startTimer();

    /** Call {@link GetCoordinator#onSlow} after a while in which a healthy cluster answers. */
    void startSlowTimer();

    void answer(GetOutcome outcome);

    /**
     * Have this owner merge the state, after the answer.
     *
     * @param generation under which it was formed (rule D4)
     */
    void repair(NodeId owner, Siblings state, Generation generation);
  }

  private final Replicas replicas;
  private final FailureDetector detector;
  private final Fallbacks fallbacks;
  private final Needed needed;
  private final ReadQuorum quorum;
  private final Effects effects;
  private final ArrayDeque<NodeId> unasked = new ArrayDeque<>();
  private boolean answered;
  private boolean ended;

  /** A get that has not begun. */
  GetCoordinator(
      Replicas replicas,
      Needed needed,
      FailureDetector detector,
      ReadQuorum quorum,
      Effects effects) {
    this.replicas = replicas;
    this.needed = needed;
    this.detector = detector;
    this.fallbacks = new Fallbacks(replicas.fallbacks(), detector);
    this.quorum = quorum;
    this.effects = effects;
  }

  void start() {
    if (!needed.isPossible(replicas)) {
      answer(new GetOutcome.Impossible(needed.replies(), replicas.members()));
      ended = true;
      return;
    }
    effects.startTimer();
    effects.startSlowTimer();
    List<NodeId> first = firstHealthy();
    first.forEach(quorum::ask);
    first.forEach(effects::read);
  }

  /** Owners that seem down are asked too if there is nobody else: a detector may be wrong. */
  private List<NodeId> firstHealthy() {
    List<NodeId> first = new ArrayList<>();
    List<NodeId> down = new ArrayList<>();
    for (NodeId owner : replicas.owners()) {
      (detector.isUp(owner) ? first : down).add(owner);
    }
    int upOwners = first.size();
    for (int i = 0; i < down.size(); i++) {
      NodeId fallback = fallbacks.next();
      if (fallback != null) {
        first.add(fallback);
      }
    }
    if (first.size() < needed.replies() || upOwners < Math.max(1, needed.owners())) {
      first.addAll(down);
    } else {
      unasked.addAll(down);
    }
    return first;
  }

  void onState(NodeId replica, PeerReply.State reply) {
    if (quorum.add(replica, reply)) {
      if (!answered && quorum.isSealed()) {
        askSuccessors();
      }
      proceed();
    }
  }

  /** An owner has sealed the partition: puts may be with the future owners alone (rule H4). */
  private void askSuccessors() {
    for (NodeId successor : replicas.successors()) {
      if (!quorum.isAsked(successor)) {
        quorum.ask(successor);
        effects.read(successor);
      }
    }
  }

  /** Whether an owner's answer does not count because the partition is not whole there. */
  boolean isAnyNotWhole() {
    return quorum.isAnyNotWhole();
  }

  /** The get begins anew: nothing that comes to this machine matters any more. */
  void abandon() {
    answered = true;
    ended = true;
  }

  void onFailure(NodeId replica, String reason) {
    if (quorum.fail(replica, reason)) {
      if (!answered && replicas.isOwner(replica)) {
        askAnother();
      }
      proceed();
    }
  }

  /** A healthy cluster would have answered: ask one more, and look again at who is down. */
  void onSlow() {
    if (answered) {
      return;
    }
    askAnother();
    proceed();
    if (!answered) {
      effects.startSlowTimer();
    }
  }

  void onTimer() {
    if (!answered) {
      answerUnavailable();
    }
    end();
  }

  /** The next fallback; when there is none left, an owner that seemed down at the start. */
  private void askAnother() {
    NodeId another = fallbacks.next();
    if (another == null) {
      another = unasked.poll();
    }
    if (another == null) {
      another = nextStandIn();
    }
    if (another != null) {
      quorum.ask(another);
      effects.read(another);
    }
  }

  /** A future owner that was not asked yet, where one may stand in for an owner. */
  private @Nullable NodeId nextStandIn() {
    for (NodeId node : replicas.standIns()) {
      if (!quorum.isAsked(node) && detector.isUp(node)) {
        return node;
      }
    }
    return null;
  }

  private void proceed() {
    if (!answered) {
      if (quorum.isMet()) {
        answer(new GetOutcome.Answered(quorum.merged(), quorum.repliers()));
      } else if (quorum.isLost(hasMore())) {
        answerUnavailable();
      } else if (quorum.isComplete()) {
        askAnother();
      }
    }
    if (answered && quorum.isComplete()) {
      end();
    }
  }

  private boolean hasMore() {
    return fallbacks.hasMore() || !unasked.isEmpty() || nextStandIn() != null;
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    for (NodeId owner : quorum.behind()) {
      effects.repair(owner, quorum.merged(), quorum.generation());
    }
  }

  private void answerUnavailable() {
    answer(new GetOutcome.Unavailable(quorum.needed(), quorum.repliers(), quorum.missing()));
  }

  private void answer(GetOutcome outcome) {
    answered = true;
    effects.answer(outcome);
  }
}
