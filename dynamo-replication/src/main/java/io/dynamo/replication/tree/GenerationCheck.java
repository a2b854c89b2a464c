package io.dynamo.replication.tree;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.store.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last step of a start, before anything is served: asks the other members at which generations
 * the partitions are, so that a disk of an older time is set aside before it takes a write that
 * would go with it (rule D5). What was reaped is known to every member, so one that is ready is
 * enough, or all of them, and one that is not ready yet is asked again; after {@value #WAIT_MILLIS}
 * ms a node that has its log goes on alone. A node that has lost its log waits for an answer as
 * long as it takes: it cannot know anything.
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
  private @Nullable Consumer<List<Generation>> heard;
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
    return new PeerReply.Generations(states.generations(), ready);
  }

  /**
   * Begins.
   *
   * @param done gets null when what others know is known here too, or why that cannot be kept; once
   */
  public void start(LocalStore store, Consumer<@Nullable String> done) {
    heard = generations -> learn(store, generations, done);
    if (others.isEmpty()) {
      end();
      return;
    }
    if (!lost) {
      scheduler.schedule(WAIT_MILLIS * 1_000_000, this::end);
    }
    others.forEach(this::ask);
  }

  private void ask(NodeId member) {
    if (heard == null) {
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
    if (answer.ready() || answered.size() == others.size()) {
      end();
    } else {
      // It may be ready before the others have answered at all.
      askLater(member);
    }
  }

  private void end() {
    Consumer<List<Generation>> hearing = heard;
    if (hearing != null) {
      heard = null;
      hearing.accept(List.copyOf(learnt));
    }
  }

  private void learn(
      LocalStore store, List<Generation> generations, Consumer<@Nullable String> done) {
    store.upkeep(
        upkeep -> learn(upkeep, generations),
        StoreHandler.of(
            partitions -> {
              ready = true;
              done.accept(null);
            },
            refusal -> done.accept(self + " cannot keep generations: " + refusal.detail())));
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
