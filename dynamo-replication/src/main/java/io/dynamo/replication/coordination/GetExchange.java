package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Replier;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.versioning.Siblings;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages and the timers of one get: turns replies into the machine's events and back. When
 * the owners of the key turn out to be others than those that the get began with (rule Q5), or are
 * about to be whole again after a move that came to nothing (rule Q2), it begins anew as long as
 * there is time.
 */
final class GetExchange {
  /** How long an owner takes to compare with others after a move that came to nothing, or less. */
  private static final long NOT_WHOLE_NANOS = 50_000_000;

  private final Ports ports;
  private final Position position;
  private final GetCommand command;
  private final Needed needed;
  private final Consumer<GetOutcome> answer;
  private final ViewChanges changes;
  private final long startNanos;
  private @Nullable Round round;
  private Scheduler.@Nullable Timer timer;

  /** A get that has not begun. */
  GetExchange(
      NodeId self,
      Ports ports,
      Position position,
      GetCommand command,
      Needed needed,
      Consumer<GetOutcome> answer) {
    this.ports = ports;
    this.position = position;
    this.command = command;
    this.needed = needed;
    this.answer = answer;
    this.changes = new ViewChanges(self, ports, position);
    this.startNanos = ports.scheduler().nanoTime();
  }

  /** Begins, under the ring of now. */
  void start() {
    Ring ring = ports.membership().ring();
    Partition partition = ring.partition(position);
    Replicas replicas = Replicas.of(ring, partition, command.quorum().sloppy());
    Round next = new Round(partition.digest(), replicas, partition.chain() != 0);
    round = next;
    next.machine.start();
  }

  private void restart() {
    Round now = Objects.requireNonNull(round);
    if (!now.answered) {
      now.end();
      start();
    }
  }

  private long leftNanos() {
    return command.quorum().timeoutNanos() - (ports.scheduler().nanoTime() - startNanos);
  }

  /** The get under one view of its partition. */
  private final class Round implements GetCoordinator.Effects {
    private final long view;
    private final boolean moved;
    private final GetCoordinator machine;
    private Scheduler.@Nullable Timer slowTimer;
    private boolean answered;

    /**
     * A round that has not begun.
     *
     * @param moved whether the partition moves, or has moved
     */
    Round(long view, Replicas replicas, boolean moved) {
      this.view = view;
      this.moved = moved || !replicas.successors().isEmpty();
      ReadQuorum quorum = new ReadQuorum(needed, replicas, ports.detector(), ports.versioning());
      this.machine = new GetCoordinator(replicas, needed, ports.detector(), quorum, this);
    }

    void end() {
      machine.abandon();
      if (slowTimer != null) {
        slowTimer.cancel();
      }
    }

    @Override
    public void read(NodeId replica) {
      ports
          .transport()
          .send(
              replica,
              new PeerRequest.Read(command.key(), view),
              Math.max(1_000_000, leftNanos()),
              new ReplicaAnswer<>(
                      PeerReply.State.class,
                      reply -> machine.onState(replica, reply),
                      reason -> failed(replica, reason))
                  .whenSeenOtherwise(() -> onSeenOtherwise(replica)));
    }

    private void onSeenOtherwise(NodeId replica) {
      changes.onSeenOtherwise(
          replica,
          view,
          () -> read(replica),
          GetExchange.this::restart,
          () -> failed(replica, "sees other owners"));
    }

    private void failed(NodeId replica, String reason) {
      ports.events().replicaFailed(replica, reason);
      machine.onFailure(replica, reason);
    }

    /** Not cancelled by the answer: until then late replies may show who is behind. */
    @Override
    public void startTimer() {
      if (timer == null) {
        timer =
            ports
                .scheduler()
                .schedule(
                    command.quorum().timeoutNanos(),
                    () -> Objects.requireNonNull(round).machine.onTimer());
      }
    }

    @Override
    public void startSlowTimer() {
      slowTimer = ports.scheduler().schedule(Ports.SLOW_NANOS, machine::onSlow);
    }

    @Override
    public void answer(GetOutcome outcome) {
      if (outcome instanceof GetOutcome.Unavailable
          && moved
          && machine.isAnyNotWhole()
          && leftNanos() > NOT_WHOLE_NANOS) {
        ports.scheduler().schedule(NOT_WHOLE_NANOS, GetExchange.this::restart);
        return;
      }
      answered = true;
      if (slowTimer != null) {
        slowTimer.cancel();
      }
      int siblings = 0;
      if (outcome instanceof GetOutcome.Answered got) {
        siblings = got.state().live().size();
        if (!got.repliers().stream().allMatch(Replier::owner)) {
          ports.events().answeredSloppily(command.key(), true);
        }
      }
      long nanos = ports.scheduler().nanoTime() - startNanos;
      ports.events().getEnded(outcome.getClass().getSimpleName(), siblings, nanos);
      answer.accept(outcome);
    }

    @Override
    public void repair(NodeId owner, Siblings state, Generation generation) {
      ports
          .transport()
          .send(
              owner,
              new PeerRequest.Merge(command.key(), state, new Stamp(view, generation)),
              command.quorum().timeoutNanos(),
              new ReplicaAnswer<>(
                  PeerReply.Merged.class,
                  reply -> ports.events().readRepaired(command.key(), owner),
                  reason -> ports.events().replicaFailed(owner, reason)));
    }
  }
}
