package io.dynamo.replication.tree;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.store.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The last step of a start: asks the other members at which generations the partitions are, so that
 * a disk of an older time is set aside before it takes a write that would go with it (rule D5).
 * What was reaped is known to every member, so one that is ready is enough, or all of them, and one
 * that is not ready yet is asked again.
 *
 * <p>After {@value #WAIT_MILLIS} ms a node goes on with what it has heard. If that is nothing at
 * all it serves reads and refuses writes until some member answers: it could not keep what it would
 * acknowledge if its disk were of an older time. A node that has lost its log waits for an answer
 * as long as it takes: it cannot know anything.
 *
 * <p>It also answers others, from before it begins and for as long as the node runs. Belongs to the
 * home loop.
 */
public final class GenerationCheck {
  static final long WAIT_MILLIS = 2_000;
  private static final long ATTEMPT_NANOS = 1_000_000_000L;
  private static final long RETRY_NANOS = 100_000_000L;

  private final NodeId self;
  private final Ring ring;
  private final PartitionStates states;
  private final boolean lost;
  private final Transport transport;
  private final Scheduler scheduler;
  private final List<NodeId> others = new ArrayList<>();
  private final TreeSet<NodeId> answered = new TreeSet<>();
  private final List<Generation> learnt = new ArrayList<>();
  private @Nullable LocalStore store;
  private @Nullable Outcome outcome;
  private boolean served;
  private boolean finished;
  private boolean ready;

  /**
   * A check that has not begun.
   *
   * @param lost whether this node has lost its log
   */
  public GenerationCheck(
      NodeId self,
      Ring ring,
      PartitionStates states,
      boolean lost,
      Transport transport,
      Scheduler scheduler) {
    this.self = self;
    this.ring = ring;
    this.states = states;
    this.lost = lost;
    this.transport = transport;
    this.scheduler = scheduler;
    this.learnt.addAll(states.generations());
    for (Member member : ring.history().members()) {
      if (!member.id().equals(self)) {
        others.add(member.id());
      }
    }
  }

  /** Answers a node that starts. */
  public PeerReply answer(PeerRequest.AskGenerations request) {
    return request.ring() == ring.digest()
        ? new PeerReply.Generations(states.generations(), ready)
        : new PeerReply.OtherView(ring.history());
  }

  /** What becomes of the check. */
  public interface Outcome {
    /** The node may serve; once. */
    void onServe();

    /** What others know is known here: writes are taken from now on; once, maybe after serving. */
    void onConfirmed();

    /** What others know cannot be kept here: the node cannot serve. */
    void onFailed(String reason);
  }

  /** Begins; called once. */
  public void start(LocalStore local, Outcome result) {
    store = local;
    outcome = result;
    if (others.isEmpty()) {
      finish();
      return;
    }
    states.doubt();
    if (!lost) {
      scheduler.schedule(WAIT_MILLIS * 1_000_000, this::onWaited);
    }
    others.forEach(this::ask);
  }

  private void onWaited() {
    if (!answered.isEmpty()) {
      finish();
    } else if (!served) {
      served = true;
      Objects.requireNonNull(outcome).onServe();
    }
  }

  private void ask(NodeId member) {
    if (finished) {
      return;
    }
    transport.send(
        member,
        new PeerRequest.AskGenerations(ring.digest()),
        ATTEMPT_NANOS,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            if (reply instanceof PeerReply.Generations generations
                && generations.generations().size() == learnt.size()) {
              onAnswer(member, generations);
            } else {
              askLater(member);
            }
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            askLater(member);
          }
        });
  }

  private void askLater(NodeId member) {
    scheduler.schedule(RETRY_NANOS, () -> ask(member));
  }

  private void onAnswer(NodeId member, PeerReply.Generations answer) {
    answered.add(member);
    for (int i = 0; i < learnt.size(); i++) {
      Generation known = learnt.get(i);
      Generation other = answer.generations().get(i);
      learnt.set(
          i,
          new Generation(
              Math.max(known.raised(), other.raised()),
              Math.max(known.completed(), other.completed())));
    }
    if (answer.ready() || answered.size() == others.size() || served) {
      finish();
    } else {
      // It may be ready before the others have answered at all.
      askLater(member);
    }
  }

  private void finish() {
    if (finished) {
      return;
    }
    finished = true;
    List<Generation> generations = List.copyOf(learnt);
    Objects.requireNonNull(store)
        .upkeep(
            upkeep -> learn(upkeep, generations),
            StoreHandler.of(partitions -> onLearnt(), this::onRefused));
  }

  private void onLearnt() {
    Outcome result = Objects.requireNonNull(outcome);
    states.confirm();
    ready = true;
    result.onConfirmed();
    if (!served) {
      served = true;
      result.onServe();
    }
  }

  private void onRefused(Refusal refusal) {
    if (!served) {
      Objects.requireNonNull(outcome)
          .onFailed(self + " cannot keep generations: " + refusal.detail());
    } else {
      finished = false;
      scheduler.schedule(ATTEMPT_NANOS, this::finish);
    }
  }

  private static int learn(Upkeep upkeep, List<Generation> generations) {
    int changed = 0;
    for (int i = 0; i < generations.size(); i++) {
      if (!upkeep.states().of(i).generation().equals(generations.get(i))) {
        upkeep.learn(i, generations.get(i));
        changed++;
      }
    }
    return changed;
  }
}
