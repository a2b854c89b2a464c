package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.store.Area;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One put on the node that coordinates it (Dynamo §4.5, §4.6): makes the version in its own store,
 * as an owner or as a hint, and sends the new state to the other owners while its own commit is
 * still under way. For each owner that is down, fails or is slow, the next healthy node of the
 * preference list keeps a hint. It answers after W of them have it, itself counted like any other.
 *
 * <p>Once the version exists, too few acknowledgements are {@link PutOutcome.Unknown}: somebody may
 * have it (rule Q6). It answers once; an owner that fails after that still gets its hint.
 */
final class PutCoordinator {
  /** What this machine wants done. */
  interface Effects {
    /** Make the version in this node's own store, as a record or, on a fallback, as a hint. */
    void putLocally(Area area);

    /** Have this owner merge the state. */
    void merge(NodeId owner, Prepared state);

    /** Have this node keep the state as a hint for owners. */
    void keepHint(NodeId fallback, Prepared state);

    /**
     * Learn this generation, read what is stored here of the key, and hand it to this node anew
     * (rule D3); or fail it.
     */
    void handAgain(NodeId replica, Generation present);

    /** Call {@link PutCoordinator#onTimer} when the request's time is over. */
    void startTimer();

    /** Call {@link PutCoordinator#onSlow} after a while in which a healthy cluster answers. */
    void startSlowTimer();

    void answer(PutOutcome outcome);
  }

  private final NodeId self;
  private final PutCommand command;
  private final Replicas replicas;
  private final Needed needed;
  private final FailureDetector detector;
  private final Fallbacks fallbacks;
  private final WriteQuorum quorum;
  private final Effects effects;

  /** The owner for whom each fallback was asked to keep a hint. */
  private final Map<NodeId, NodeId> standsInFor = new LinkedHashMap<>();

  /** Who was handed the state a second time. */
  private final Set<NodeId> raisedFor = new LinkedHashSet<>();

  private @Nullable Prepared prepared;
  private boolean answered;
  private boolean abandoned;

  /** A put that has not begun; {@code self} is among the replicas. */
  PutCoordinator(
      NodeId self,
      PutCommand command,
      Replicas replicas,
      Needed needed,
      FailureDetector detector,
      Effects effects) {
    this.self = self;
    this.command = command;
    this.replicas = replicas;
    this.needed = needed;
    this.detector = detector;
    this.fallbacks = new Fallbacks(Fallbacks.without(replicas.fallbacks(), self), detector);
    this.quorum = new WriteQuorum(needed, replicas);
    this.effects = effects;
  }

  void start() {
    if (!needed.isPossible(replicas)) {
      answer(new PutOutcome.Impossible(needed.replies(), replicas.members()));
      return;
    }
    int reachable = replicas.reachable(self, detector);
    if (reachable < needed.replies()) {
      answer(
          new PutOutcome.Unavailable(
              needed.replies(),
              reachable,
              "of the nodes "
                  + replicas.owners()
                  + replicas.fallbacks()
                  + " too few are reachable"));
      return;
    }
    effects.startTimer();
    effects.startSlowTimer();
    quorum.ask(self);
    effects.putLocally(replicas.isHolder(self) ? Area.RECORDS : Area.HINTS);
  }

  /** The version is made; others may have it before it is stored here (rule V5). */
  void onPrepared(Prepared state) {
    if (prepared != null) {
      return;
    }
    prepared = state;
    boolean selfStandsIn = !replicas.isHolder(self) && quorum.isAsked(self);
    List<NodeId> down = new ArrayList<>();
    for (NodeId owner : replicas.owners()) {
      if (owner.equals(self)) {
        continue;
      }
      if (detector.isUp(owner)) {
        quorum.ask(owner);
        effects.merge(owner, state);
      } else if (selfStandsIn) {
        selfStandsIn = false;
        standsInFor.put(self, owner);
      } else {
        down.add(owner);
      }
    }
    down.forEach(owner -> standIn(owner, state));
    for (NodeId newcomer : replicas.newcomers()) {
      if (!newcomer.equals(self) && detector.isUp(newcomer)) {
        quorum.ask(newcomer);
        effects.merge(newcomer, state);
      }
    }
  }

  /**
   * The version was made under other owners than those of now: it is handed to these, and to this
   * node itself like to the others (rule Q5).
   *
   * @param toldAlready whether the client has its answer
   */
  void resume(Prepared state, boolean toldAlready) {
    answered = toldAlready;
    effects.startSlowTimer();
    if (replicas.isHolder(self)) {
      quorum.ask(self);
      effects.merge(self, state);
    }
    onPrepared(state);
  }

  /** Others go on with this put: nothing that comes to this machine matters any more. */
  void abandon() {
    answered = true;
    abandoned = true;
  }

  /** The next fallback keeps a hint for the owner; without one the owner is asked all the same. */
  private void standIn(NodeId owner, Prepared state) {
    NodeId fallback = fallbacks.next();
    if (fallback != null) {
      standsInFor.put(fallback, owner);
      quorum.ask(fallback);
      effects.keepHint(fallback, state);
    } else if (!quorum.isAsked(owner)) {
      quorum.ask(owner);
      effects.merge(owner, state);
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
    if (prepared != null) {
      onFailure(self, refusal.reason() + ", " + refusal.detail());
    } else if (!answered) {
      answer(new PutOutcome.Refused(refusal.reason(), self + ": " + refusal.detail()));
    }
  }

  /**
   * This node, {@code self} or another, has it as durably as it is configured.
   *
   * @param sealed whether it has sealed the partition: it counts as a future owner only (rule H4)
   */
  void onStored(NodeId replica, boolean sealed) {
    quorum.add(replica, sealed);
    answerIfMet();
  }

  /** This node has it, but counts only in place of an owner that fails (rule H2). */
  void onStoredApart(NodeId replica) {
    quorum.addApart(replica);
    answerIfMet();
  }

  /** This owner has sealed the partition, and will not own it any more (rule H2). */
  void onSealed(NodeId replica) {
    if (quorum.seal(replica)) {
      answerIfMet();
      if (!answered && quorum.isLost(fallbacks.hasMore())) {
        answerUnknown();
      }
    }
  }

  private void answerIfMet() {
    Prepared made = prepared;
    if (!answered && made != null && quorum.isMet(fallbacks.hasMore())) {
      Siblings state = made.state();
      answer(new PutOutcome.Stored(context(state), state.versions().size(), quorum.repliers()));
    }
  }

  /** The partition was raised meanwhile: this node wants the state under the new generation. */
  void onBehind(NodeId replica, Generation present) {
    if (quorum.isAwaited(replica)) {
      if (raisedFor.add(replica)) {
        effects.handAgain(replica, present);
      } else {
        onFailure(replica, "its partition was raised twice meanwhile");
      }
    }
  }

  /** What is stored here by now goes to the node that wanted it under the new generation. */
  void onReadAgain(NodeId replica, Prepared state) {
    Prepared made = prepared;
    if (!quorum.isAwaited(replica) || made == null) {
      return;
    }
    if (!state.state().vector().coversAll(made.state().vector())) {
      onFailure(replica, "the put is not stored here any more");
    } else if (replicas.isHolder(replica)) {
      effects.merge(replica, state);
    } else {
      effects.keepHint(replica, state);
    }
  }

  /** Its place is taken by the next fallback, also when the put has been answered. */
  void onFailure(NodeId replica, String reason) {
    if (abandoned || !quorum.fail(replica, reason)) {
      return;
    }
    Prepared state = prepared;
    NodeId owner = replicas.isOwner(replica) ? replica : standsInFor.remove(replica);
    if (state != null && owner != null && !standsInFor.containsValue(owner)) {
      standIn(owner, state);
    }
    answerIfMet();
    if (!answered && quorum.isLost(fallbacks.hasMore())) {
      answerUnknown();
    }
  }

  /** A healthy cluster would have answered: whoever is silent gets a fallback beside it. */
  void onSlow() {
    Prepared state = prepared;
    if (answered) {
      return;
    }
    if (state != null) {
      replicas.owners().forEach(owner -> standInIfSilent(owner, state));
      replicas.newcomers().forEach(newcomer -> standInIfSilent(newcomer, state));
    }
    effects.startSlowTimer();
  }

  private void standInIfSilent(NodeId holder, Prepared state) {
    if (quorum.isAwaited(holder) && !standsInFor.containsValue(holder)) {
      standIn(holder, state);
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
