package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
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

/** The messages and the timers of one get: turns replies into the machine's events and back. */
final class GetExchange implements GetCoordinator.Effects {
  private final Ports ports;
  private final GetCommand command;
  private final long owners;
  private final Consumer<GetOutcome> answer;
  private final long startNanos;
  private @Nullable GetCoordinator machine;
  private Scheduler.@Nullable Timer slowTimer;

  GetExchange(Ports ports, GetCommand command, long owners, Consumer<GetOutcome> answer) {
    this.ports = ports;
    this.command = command;
    this.owners = owners;
    this.answer = answer;
    this.startNanos = ports.scheduler().nanoTime();
  }

  void run(GetCoordinator coordinator) {
    machine = coordinator;
    coordinator.start();
  }

  private GetCoordinator machine() {
    return Objects.requireNonNull(machine);
  }

  @Override
  public void read(NodeId replica) {
    ports
        .transport()
        .send(
            replica,
            new PeerRequest.Read(command.key(), owners),
            command.quorum().timeoutNanos(),
            new ReplicaAnswer<>(
                PeerReply.State.class,
                reply -> machine().onState(replica, reply),
                reason -> failed(replica, reason)));
  }

  private void failed(NodeId replica, String reason) {
    ports.events().replicaFailed(replica, reason);
    machine().onFailure(replica, reason);
  }

  @Override
  public void startTimer() {
    // Not cancelled by the answer: until then late replies may show who is behind.
    ports.scheduler().schedule(command.quorum().timeoutNanos(), () -> machine().onTimer());
  }

  @Override
  public void startSlowTimer() {
    slowTimer = ports.scheduler().schedule(Ports.SLOW_NANOS, () -> machine().onSlow());
  }

  @Override
  public void answer(GetOutcome outcome) {
    if (slowTimer != null) {
      slowTimer.cancel();
    }
    int siblings = 0;
    if (outcome instanceof GetOutcome.Answered answered) {
      siblings = answered.state().live().size();
      if (!answered.repliers().stream().allMatch(Replier::owner)) {
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
            new PeerRequest.Merge(command.key(), state, new Stamp(owners, generation)),
            command.quorum().timeoutNanos(),
            new ReplicaAnswer<>(
                PeerReply.Merged.class,
                reply -> ports.events().readRepaired(command.key(), owner),
                reason -> ports.events().replicaFailed(owner, reason)));
  }
}
