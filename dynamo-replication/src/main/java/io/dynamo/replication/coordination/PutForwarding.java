package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The messages of one put on its way to its coordinator; each try has the time that is left. */
final class PutForwarding implements PutRoute.Effects {
  /** What a forwarding node waits longer than the coordinator itself: the answer's way back. */
  private static final long GRACE_NANOS = 100_000_000;

  private final Transport transport;
  private final Scheduler scheduler;
  private final PutCommand command;
  private final BiConsumer<PutCommand, Consumer<PutOutcome>> coordinator;
  private final Consumer<PutOutcome> answer;
  private final long deadlineNanos;
  private @Nullable PutRoute route;

  /**
   * A put that has not begun.
   *
   * @param coordinator coordinates a put on this node
   */
  PutForwarding(
      Transport transport,
      Scheduler scheduler,
      PutCommand command,
      BiConsumer<PutCommand, Consumer<PutOutcome>> coordinator,
      Consumer<PutOutcome> answer) {
    this.transport = transport;
    this.scheduler = scheduler;
    this.command = command;
    this.coordinator = coordinator;
    this.answer = answer;
    this.deadlineNanos = scheduler.nanoTime() + command.quorum().timeoutNanos();
  }

  void run(PutRoute putRoute) {
    route = putRoute;
    putRoute.start();
  }

  private PutRoute route() {
    return Objects.requireNonNull(route);
  }

  @Override
  public void coordinate() {
    coordinator.accept(remaining(), outcome -> route().onOutcome(outcome));
  }

  @Override
  public void forward(NodeId owner) {
    PutCommand remaining = remaining();
    transport.send(
        owner,
        new PeerRequest.CoordinatePut(remaining),
        remaining.quorum().timeoutNanos() + GRACE_NANOS,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            if (reply instanceof PeerReply.PutDone done) {
              route().onOutcome(done.outcome());
            } else if (reply instanceof Refusal no) {
              route().onRefused(no.reason(), owner + ": " + no.detail());
            } else {
              route().onFailure(owner, Transport.Failure.NO_REPLY);
            }
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            route().onFailure(owner, failure);
          }
        });
  }

  /** The command with the time that is left, at least a millisecond. */
  private PutCommand remaining() {
    long left = Math.max(1_000_000, deadlineNanos - scheduler.nanoTime());
    return new PutCommand(
        command.key(),
        command.context(),
        command.tombstone(),
        command.value(),
        command.identity(),
        command.quorum().within(left));
  }

  @Override
  public void answer(PutOutcome outcome) {
    answer.accept(outcome);
  }
}
