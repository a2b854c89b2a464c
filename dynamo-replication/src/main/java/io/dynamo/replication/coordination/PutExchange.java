package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Replier;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.LocalPut;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.StoreHandler;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages, the local write and the timers of one put on its coordinator. When the owners of
 * the key turn out to be others than those that the put began with, the histories are reconciled
 * and another machine goes on with the same version (rule Q5).
 */
final class PutExchange implements LocalStore.PutHandler {
  private final NodeId self;
  private final Ports ports;
  private final Position position;
  private final PutCommand command;
  private final Needed needed;
  private final Consumer<PutOutcome> answer;
  private final ViewChanges changes;
  private final long deadlineNanos;
  private Area area = Area.RECORDS;
  private @Nullable Round round;
  private @Nullable Prepared made;
  private Scheduler.@Nullable Timer timer;
  private Scheduler.@Nullable Timer slowTimer;
  private boolean answered;

  /** A put that has not begun. */
  PutExchange(
      NodeId self,
      Ports ports,
      Position position,
      PutCommand command,
      Needed needed,
      Consumer<PutOutcome> answer) {
    this.self = self;
    this.ports = ports;
    this.position = position;
    this.command = command;
    this.needed = needed;
    this.answer = answer;
    this.changes = new ViewChanges(self, ports, position);
    this.deadlineNanos = ports.scheduler().nanoTime() + command.quorum().timeoutNanos();
  }

  /** Begins, under the ring of now. */
  void start() {
    newRound().machine.start();
  }

  private PutCoordinator round() {
    return Objects.requireNonNull(round).machine;
  }

  private Round newRound() {
    Ring ring = ports.membership().ring();
    Partition partition = ring.partition(position);
    Replicas replicas = Replicas.of(ring, partition, command.quorum().sloppy());
    Round next = new Round(partition.digest(), replicas);
    round = next;
    return next;
  }

  /** The put begins anew, or what is made already is handed to the owners of now. */
  private void restart() {
    round().abandon();
    if (slowTimer != null) {
      slowTimer.cancel();
    }
    Prepared state = made;
    Round next = newRound();
    if (state != null) {
      next.machine.resume(state, answered);
    } else if (answered) {
      next.machine.abandon();
    } else if (command.quorum().sloppy() || next.replicas.isHolder(self)) {
      next.machine.start();
    } else {
      next.machine.onLocalRefused(
          new Refusal(Refusal.Reason.NOT_OWNER, "it is no owner of the key any more"));
    }
  }

  @Override
  public void onPrepared(Siblings state, Generation generation) {
    if (state.versions().size() >= Siblings.WARN_VERSIONS) {
      ports.events().manySiblings(command.key(), state.versions().size());
    }
    Prepared prepared = new Prepared(state, generation);
    made = prepared;
    round().onPrepared(prepared);
  }

  @Override
  public void onStored(boolean sealed) {
    Round now = Objects.requireNonNull(round);
    // A later round hands it to this node like to the others: it counts under the view of then.
    if (now.storedHere) {
      now.machine.onStored(self, sealed);
    }
  }

  @Override
  public void onStoredApart() {
    Round now = Objects.requireNonNull(round);
    if (now.storedHere) {
      now.machine.onStoredApart(self);
    }
  }

  @Override
  public void onSeenOtherwise() {
    long left = deadlineNanos - ports.scheduler().nanoTime();
    changes.onStoreAhead(
        left,
        this::restart,
        () -> onRefused(new Refusal(Refusal.Reason.NOT_OWNER, "its ring is changing")));
  }

  @Override
  public void onTooManySiblings(Siblings stored) {
    round().onTooManySiblings(stored);
  }

  @Override
  public void onRefused(Refusal refusal) {
    ports.events().replicaFailed(self, ReplicaAnswer.reason(refusal));
    round().onLocalRefused(refusal);
  }

  /** The put under one view of its partition. */
  private final class Round implements PutCoordinator.Effects {
    private final long view;
    private final Replicas replicas;
    private final PutCoordinator machine;
    private boolean storedHere;

    Round(long view, Replicas replicas) {
      this.view = view;
      this.replicas = replicas;
      this.machine = new PutCoordinator(self, command, replicas, needed, ports.detector(), this);
    }

    @Override
    public void putLocally(Area where) {
      area = where;
      storedHere = true;
      ports
          .store()
          .put(
              new LocalPut(
                  where,
                  command.key(),
                  position,
                  view,
                  command.context(),
                  command.tombstone(),
                  command.value(),
                  command.identity(),
                  ports.scheduler().wallMillis()),
              PutExchange.this);
    }

    @Override
    public void merge(NodeId owner, Prepared state) {
      hand(owner, new PeerRequest.Merge(command.key(), state.state(), stamp(state)));
    }

    @Override
    public void keepHint(NodeId fallback, Prepared state) {
      hand(fallback, new PeerRequest.KeepHint(command.key(), state.state(), stamp(state)));
    }

    private Stamp stamp(Prepared state) {
      return new Stamp(view, state.generation());
    }

    @Override
    public void handAgain(NodeId replica, Generation present) {
      int partition = ports.store().partitions().partition(position);
      Consumer<Refusal> failing = no -> failed(replica, ReplicaAnswer.reason(no));
      ports
          .store()
          .upkeep(
              upkeep -> upkeep.learn(partition, present),
              StoreHandler.of(raised -> readAgain(replica, failing), failing));
    }

    private void readAgain(NodeId replica, Consumer<Refusal> failing) {
      ports
          .store()
          .read(
              area,
              command.key(),
              position,
              StoreHandler.of(
                  held ->
                      machine.onReadAgain(replica, new Prepared(held.state(), held.generation())),
                  failing));
    }

    private void hand(NodeId replica, PeerRequest request) {
      long left = Math.max(1_000_000, deadlineNanos - ports.scheduler().nanoTime());
      ports
          .transport()
          .send(
              replica,
              request,
              left,
              new ReplicaAnswer<>(
                      PeerReply.Merged.class,
                      reply -> onMerged(replica, reply),
                      reason -> failed(replica, reason))
                  .whenBehind(present -> machine.onBehind(replica, present))
                  .whenSealed(() -> machine.onSealed(replica))
                  .whenSeenOtherwise(() -> onSeenOtherwise(replica, request)));
    }

    private void onMerged(NodeId replica, PeerReply.Merged reply) {
      if (reply.apart()) {
        machine.onStoredApart(replica);
      } else {
        machine.onStored(replica, reply.sealed());
      }
    }

    private void onSeenOtherwise(NodeId replica, PeerRequest request) {
      changes.onSeenOtherwise(
          replica,
          view,
          () -> hand(replica, request),
          PutExchange.this::restart,
          () -> failed(replica, "sees other owners"));
    }

    private void failed(NodeId replica, String reason) {
      ports.events().replicaFailed(replica, reason);
      machine.onFailure(replica, reason);
    }

    /** Of whichever machine goes on with the put then. */
    @Override
    public void startTimer() {
      if (timer == null) {
        long nanos = command.quorum().timeoutNanos();
        timer = ports.scheduler().schedule(nanos, () -> round().onTimer());
      }
    }

    @Override
    public void startSlowTimer() {
      slowTimer = ports.scheduler().schedule(Ports.SLOW_NANOS, machine::onSlow);
    }

    @Override
    public void answer(PutOutcome outcome) {
      answered = true;
      if (timer != null) {
        timer.cancel();
      }
      if (slowTimer != null) {
        slowTimer.cancel();
      }
      if (outcome instanceof PutOutcome.Stored stored
          && !stored.repliers().stream().allMatch(Replier::owner)) {
        ports.events().answeredSloppily(command.key(), false);
      }
      answer.accept(outcome);
    }
  }
}
