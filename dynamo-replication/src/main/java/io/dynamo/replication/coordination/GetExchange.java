package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The messages and the timer of one get: turns replies into the machine's events and back. */
final class GetExchange implements GetCoordinator.Effects {
  private final Transport transport;
  private final Scheduler scheduler;
  private final GetCommand command;
  private final Consumer<GetOutcome> answer;
  private final Events events;
  private final long startNanos;
  private @Nullable GetCoordinator machine;
  private Scheduler.@Nullable Timer timer;

  GetExchange(
      Transport transport,
      Scheduler scheduler,
      GetCommand command,
      Consumer<GetOutcome> answer,
      Events events) {
    this.transport = transport;
    this.scheduler = scheduler;
    this.command = command;
    this.answer = answer;
    this.events = events;
    this.startNanos = scheduler.nanoTime();
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
    transport.send(
        replica,
        new PeerRequest.Read(command.key()),
        command.quorum().timeoutNanos(),
        new ReplicaAnswer<>(
            PeerReply.State.class,
            reply -> machine().onState(replica, reply.state()),
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
  public void answer(GetOutcome outcome) {
    if (timer != null) {
      timer.cancel();
    }
    int siblings =
        outcome instanceof GetOutcome.Answered answered ? answered.state().live().size() : 0;
    events.getEnded(
        outcome.getClass().getSimpleName(), siblings, scheduler.nanoTime() - startNanos);
    answer.accept(outcome);
  }
}
