package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.Scheduler;
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

/** The messages, the local write and the timers of one put on its coordinator. */
final class PutExchange implements PutCoordinator.Effects, LocalStore.PutHandler {
  private final NodeId self;
  private final Ports ports;
  private final Position position;
  private final long owners;
  private final PutCommand command;
  private final Consumer<PutOutcome> answer;
  private Area area = Area.RECORDS;
  private @Nullable PutCoordinator machine;
  private Scheduler.@Nullable Timer timer;
  private Scheduler.@Nullable Timer slowTimer;

  /**
   * A put that has not begun.
   *
   * @param owners the digest of the key's owners (rule Q5)
   */
  PutExchange(
      NodeId self,
      Ports ports,
      Position position,
      long owners,
      PutCommand command,
      Consumer<PutOutcome> answer) {
    this.self = self;
    this.ports = ports;
    this.position = position;
    this.owners = owners;
    this.command = command;
    this.answer = answer;
  }

  void run(PutCoordinator coordinator) {
    machine = coordinator;
    coordinator.start();
  }

  private PutCoordinator machine() {
    return Objects.requireNonNull(machine);
  }

  @Override
  public void putLocally(Area where) {
    area = where;
    ports
        .store()
        .put(
            new LocalPut(
                where,
                command.key(),
                position,
                command.context(),
                command.tombstone(),
                command.value(),
                command.identity(),
                ports.scheduler().wallMillis()),
            this);
  }

  @Override
  public void onPrepared(Siblings state, Generation generation) {
    if (state.versions().size() >= Siblings.WARN_VERSIONS) {
      ports.events().manySiblings(command.key(), state.versions().size());
    }
    machine().onPrepared(new Prepared(state, generation));
  }

  @Override
  public void onStored() {
    machine().onStored(self);
  }

  @Override
  public void onTooManySiblings(Siblings stored) {
    machine().onTooManySiblings(stored);
  }

  @Override
  public void onRefused(Refusal refusal) {
    ports.events().replicaFailed(self, ReplicaAnswer.reason(refusal));
    machine().onLocalRefused(refusal);
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
    return new Stamp(owners, state.generation());
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
                    machine().onReadAgain(replica, new Prepared(held.state(), held.generation())),
                failing));
  }

  private void hand(NodeId replica, PeerRequest request) {
    ports
        .transport()
        .send(
            replica,
            request,
            command.quorum().timeoutNanos(),
            new ReplicaAnswer<>(
                PeerReply.Merged.class,
                reply -> machine().onStored(replica),
                reason -> failed(replica, reason),
                present -> machine().onBehind(replica, present)));
  }

  private void failed(NodeId replica, String reason) {
    ports.events().replicaFailed(replica, reason);
    machine().onFailure(replica, reason);
  }

  @Override
  public void startTimer() {
    timer = ports.scheduler().schedule(command.quorum().timeoutNanos(), () -> machine().onTimer());
  }

  @Override
  public void startSlowTimer() {
    slowTimer = ports.scheduler().schedule(Ports.SLOW_NANOS, () -> machine().onSlow());
  }

  @Override
  public void answer(PutOutcome outcome) {
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
