package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One put on the owner that coordinates it (Dynamo §4.5): makes the version in its own store, sends
 * the new state to the other owners while its own commit is still under way, answers after W of
 * them have it, itself counted like any other.
 *
 * <p>Once the version exists, too few acknowledgements are {@link PutOutcome.Unknown}: somebody may
 * have it (rule Q6). It answers once; whatever comes later changes nothing.
 */
final class PutCoordinator {
  /** What this machine wants done. */
  interface Effects {
    /** Make the version in this node's own store. */
    void putLocally();

    /** Have this node merge the state. */
    void merge(NodeId replica, Siblings state);

    /** Call {@link PutCoordinator#onTimer} when the request's time is over. */
    void startTimer();

    void answer(PutOutcome outcome);
  }

  private final NodeId self;
  private final PutCommand command;
  private final List<NodeId> owners;
  private final int members;
  private final FailureDetector detector;
  private final WriteQuorum quorum;
  private final Effects effects;
  private @Nullable Siblings prepared;
  private boolean answered;

  /**
   * A put that has not begun.
   *
   * @param owners the first N of the preference list, {@code self} among them
   * @param needed W
   * @param members how many nodes the cluster has
   */
  PutCoordinator(
      NodeId self,
      PutCommand command,
      List<NodeId> owners,
      int needed,
      int members,
      FailureDetector detector,
      Effects effects) {
    this.self = self;
    this.command = command;
    this.owners = owners;
    this.members = members;
    this.detector = detector;
    this.quorum = new WriteQuorum(needed, owners);
    this.effects = effects;
  }

  void start() {
    if (quorum.needed() > owners.size()) {
      answer(new PutOutcome.Impossible(quorum.needed(), members));
      return;
    }
    int reachable = reachable();
    if (reachable < quorum.needed()) {
      answer(
          new PutOutcome.Unavailable(
              quorum.needed(), reachable, "of the owners " + owners + " too few are reachable"));
      return;
    }
    effects.startTimer();
    effects.putLocally();
  }

  private int reachable() {
    int reachable = 0;
    for (NodeId owner : owners) {
      if (owner.equals(self) || detector.isUp(owner)) {
        reachable++;
      }
    }
    return reachable;
  }

  /** The version is made; others may have it before it is stored here (rule V5). */
  void onPrepared(Siblings state) {
    if (prepared != null) {
      return;
    }
    prepared = state;
    for (NodeId owner : owners) {
      if (!owner.equals(self)) {
        effects.merge(owner, state);
      }
    }
  }

  void onTooManySiblings(Siblings stored) {
    if (!answered) {
      answer(
          new PutOutcome.TooManySiblings(
              stored.vector(), stored.versions().size(), stored.valueBytes()));
    }
  }

  /**
   * This node's own store did not take it; if it was not even prepared, nothing happened at all.
   */
  void onLocalRefused(Refusal refusal) {
    if (answered) {
      return;
    }
    if (prepared == null) {
      answer(new PutOutcome.Refused(refusal.reason(), self + ": " + refusal.detail()));
    } else {
      onFailure(self, refusal.reason() + ", " + refusal.detail());
    }
  }

  /** This owner, {@code self} or another, has it as durably as it is configured. */
  void onStored(NodeId replica) {
    quorum.add(replica);
    Siblings state = prepared;
    if (!answered && state != null && quorum.isMet()) {
      answer(new PutOutcome.Stored(context(state), state.versions().size(), quorum.repliers()));
    }
  }

  void onFailure(NodeId replica, String reason) {
    quorum.fail(replica, reason);
    if (!answered && quorum.isLost()) {
      answerUnknown();
    }
  }

  void onTimer() {
    if (!answered) {
      answerUnknown();
    }
  }

  /** What the writer may replace next: the state if it holds just what was written (rule V9). */
  private @Nullable VersionVector context(Siblings state) {
    if (state.versions().size() != 1) {
      return null;
    }
    Version only = state.versions().get(0);
    boolean ours = command.identity() == null || command.identity().equals(only.identity());
    return ours ? state.vector() : null;
  }

  private void answerUnknown() {
    answer(new PutOutcome.Unknown(quorum.needed(), quorum.repliers(), quorum.missing()));
  }

  private void answer(PutOutcome outcome) {
    answered = true;
    effects.answer(outcome);
  }
}
