package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.LocalPut;
import io.dynamo.replication.store.LocalStore;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The messages, the local write and the timer of one put on its coordinator. */
final class PutExchange implements PutCoordinator.Effects, LocalStore.PutHandler {
  private final NodeId self;
  private final Position position;
  private final PutCommand command;
  private final LocalStore store;
  private final Transport transport;
  private final Scheduler scheduler;
  private final Consumer<PutOutcome> answer;
  private final Events events;
  private @Nullable PutCoordinator machine;
  private Scheduler.@Nullable Timer timer;

  PutExchange(
      NodeId self,
      Position position,
      PutCommand command,
      LocalStore store,
      Transport transport,
      Scheduler scheduler,
      Consumer<PutOutcome> answer,
      Events events) {
    this.self = self;
    this.position = position;
    this.command = command;
    this.store = store;
    this.transport = transport;
    this.scheduler = scheduler;
    this.answer = answer;
    this.events = events;
  }

  void run(PutCoordinator coordinator) {
    machine = coordinator;
    coordinator.start();
  }

  private PutCoordinator machine() {
    return Objects.requireNonNull(machine);
  }

  @Override
  public void putLocally() {
    store.put(
        new LocalPut(
            command.key(),
            position,
            command.context(),
            command.tombstone(),
            command.value(),
            command.identity(),
            scheduler.wallMillis()),
        this);
  }

  @Override
  public void onPrepared(Siblings state) {
    if (state.versions().size() >= Siblings.WARN_VERSIONS) {
      events.manySiblings(command.key(), state.versions().size());
    }
    machine().onPrepared(state);
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
    events.replicaFailed(self, ReplicaAnswer.reason(refusal));
    machine().onLocalRefused(refusal);
  }

  @Override
  public void merge(NodeId replica, Siblings state) {
    transport.send(
        replica,
        new PeerRequest.Merge(command.key(), state),
        command.quorum().timeoutNanos(),
        new ReplicaAnswer<>(
            PeerReply.Merged.class,
            reply -> machine().onStored(replica),
            reason -> failed(replica, reason)));
  }

  private void failed(NodeId replica, String reason) {
    events.replicaFailed(replica, reason);
    machine().onFailure(replica, reason);
  }

  @Override
  public void startTimer() {
    timer = scheduler.schedule(command.quorum().timeoutNanos(), () -> machine().onTimer());
  }

  @Override
  public void answer(PutOutcome outcome) {
    if (timer != null) {
      timer.cancel();
    }
    answer.accept(outcome);
  }
}
