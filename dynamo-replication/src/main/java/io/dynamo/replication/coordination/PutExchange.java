package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Replier;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.Held;
import io.dynamo.replication.store.LocalPut;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.Location;
import io.dynamo.replication.store.StoreHandler;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The messages, the local write and the timers of one put on its coordinator. */
final class PutExchange implements PutCoordinator.Effects, LocalStore.PutHandler {
  private final NodeId self;
  private final Ports ports;
  private final Location location;
  private final long owners;
  private final PutCommand command;
  private final Consumer<PutOutcome> answer;
  private @Nullable PutCoordinator machine;
  private Scheduler.@Nullable Timer timer;
  private Scheduler.@Nullable Timer slowTimer;
  private boolean keptAsHint;
  private long generation;

  /**
   * A put that has not begun.
   *
   * @param owners the digest of the key's owners (rule Q5)
   */
  PutExchange(
      NodeId self,
      Ports ports,
      Location location,
      long owners,
      PutCommand command,
      Consumer<PutOutcome> answer) {
    this.self = self;
    this.ports = ports;
    this.location = location;
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
  public void putLocally(List<NodeId> hintFor) {
    keptAsHint = !hintFor.isEmpty();
    ports
        .store()
        .put(
            new LocalPut(
                command.key(),
                location,
                command.context(),
                command.tombstone(),
                command.value(),
                command.identity(),
                ports.scheduler().wallMillis(),
                hintFor),
            this);
  }

  @Override
  public void onPrepared(Siblings state, long formedUnder) {
    generation = formedUnder;
    if (state.versions().size() >= Siblings.WARN_VERSIONS) {
      ports.events().manySiblings(command.key(), state.versions().size());
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
    ports.events().replicaFailed(self, ReplicaAnswer.reason(refusal));
    machine().onLocalRefused(refusal);
  }

  @Override
  public void merge(NodeId owner, Siblings state) {
    new Handing(owner, null).send(state, generation);
  }

  @Override
  public void keepHint(NodeId fallback, NodeId owner, Siblings state) {
    new Handing(fallback, owner).send(state, generation);
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

  /**
   * The state on its way to one replica. If that has raised the generation since the state was
   * made, this node raises its own, reads what it holds, and sends that once more (rule D3).
   */
  private final class Handing implements Transport.ReplyHandler {
    private final NodeId to;
    private final @Nullable NodeId hintFor;
    private @Nullable Siblings sent;
    private boolean again;

    Handing(NodeId to, @Nullable NodeId hintFor) {
      this.to = to;
      this.hintFor = hintFor;
    }

    void send(Siblings state, long formedUnder) {
      sent = state;
      Stamp stamp = new Stamp(owners, formedUnder);
      PeerRequest request =
          hintFor == null
              ? new PeerRequest.Merge(command.key(), state, stamp)
              : new PeerRequest.KeepHint(command.key(), state, List.of(hintFor), stamp);
      ports.transport().send(to, request, command.quorum().timeoutNanos(), this);
    }

    @Override
    public void onReply(PeerReply reply) {
      if (reply instanceof PeerReply.Merged) {
        machine().onStored(to);
      } else if (reply instanceof PeerReply.Behind behind && !again) {
        again = true;
        raise(behind.generation());
      } else {
        failed(ReplicaAnswer.reason(reply));
      }
    }

    @Override
    public void onFailure(Transport.Failure failure) {
      failed(ReplicaAnswer.reason(failure));
    }

    private void raise(Generation theirs) {
      Generation ours = ports.tree().states().generation(location.partition());
      if (ours.isBehind(theirs)) {
        failed("this node's disk is of a time before the last reaping");
        return;
      }
      // Also if it is raised already: what is accepted before is stored when the handler is called.
      ports
          .tree()
          .raise(
              location.partition(),
              Math.max(ours.raised(), theirs.raised()),
              new StoreHandler<>() {
                @Override
                public void onDone(Generation raised) {
                  readAgain();
                }

                @Override
                public void onRefused(Refusal refusal) {
                  failed(ReplicaAnswer.reason(refusal));
                }
              });
    }

    private void readAgain() {
      StoreHandler<Held> handler =
          new StoreHandler<>() {
            @Override
            public void onDone(Held held) {
              sendAgain(held);
            }

            @Override
            public void onRefused(Refusal refusal) {
              failed(ReplicaAnswer.reason(refusal));
            }
          };
      if (keptAsHint) {
        ports.store().readHint(command.key(), location, handler);
      } else {
        ports.store().read(command.key(), location, handler);
      }
    }

    private void sendAgain(Held held) {
      if (ports.versioning().covers(held.state(), Objects.requireNonNull(sent))) {
        send(held.state(), held.generation().raised());
      } else {
        failed("the put is not stored here, and its generation is over");
      }
    }

    private void failed(String reason) {
      ports.events().replicaFailed(to, reason);
      machine().onFailure(to, reason);
    }
  }
}
