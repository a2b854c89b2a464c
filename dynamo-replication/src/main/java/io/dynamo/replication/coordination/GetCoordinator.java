package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Versioning;
import java.util.List;

/**
 * One get (Dynamo §4.5): asks the owners, merges what they have, answers after R replies. It
 * answers once, as soon as it is known how; whatever comes later is counted and changes nothing.
 */
final class GetCoordinator {
  /** What this machine wants done. */
  interface Effects {
    /** Ask this node for its state. */
    void read(NodeId replica);

    /** Call {@link GetCoordinator#onTimer} when the request's time is over. */
    void startTimer();

    void answer(GetOutcome outcome);
  }

  private final List<NodeId> owners;
  private final int members;
  private final ReadQuorum quorum;
  private final Effects effects;
  private boolean answered;

  /**
   * A get that has not begun.
   *
   * @param owners the first N of the preference list, fewer if the cluster is smaller
   * @param needed R
   * @param members how many nodes the cluster has
   */
  GetCoordinator(
      List<NodeId> owners, int needed, int members, Versioning versioning, Effects effects) {
    this.owners = owners;
    this.members = members;
    this.quorum = new ReadQuorum(needed, owners, versioning);
    this.effects = effects;
  }

  void start() {
    if (quorum.needed() > owners.size()) {
      answer(new GetOutcome.Impossible(quorum.needed(), members));
      return;
    }
    effects.startTimer();
    for (NodeId owner : owners) {
      effects.read(owner);
    }
  }

  void onState(NodeId replica, Siblings state) {
    if (!answered && quorum.add(replica, state) && quorum.isMet()) {
      answer(new GetOutcome.Answered(quorum.merged(), quorum.repliers()));
    }
  }

  void onFailure(NodeId replica, String reason) {
    if (!answered && quorum.fail(replica, reason) && quorum.isLost()) {
      answerUnavailable();
    }
  }

  void onTimer() {
    if (!answered) {
      answerUnavailable();
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
