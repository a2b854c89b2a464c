package io.dynamo.replication.handover;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.replication.store.PartitionState;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.tree.AntiEntropyPorts;
import java.util.List;
import java.util.TreeSet;

/**
 * What an owner does that had sealed a partition for owners to be that never came to be: puts may
 * have counted among those meanwhile. It takes what they have, of so many that every such put is
 * among it, and is whole again (rules H2, Q2). One that holds the partition no more gives all that
 * it has before it drops it, and counts when it says that it holds nothing.
 */
final class CompareTask implements MoveTask {
  private final MovePorts ports;
  private final Partition partition;
  private final List<NodeId> others;
  private final long losses;
  private final TreeSet<NodeId> compared = new TreeSet<>();
  private final TreeSet<NodeId> asking = new TreeSet<>();
  private String failure = "";
  private long bytes;
  private boolean noting;
  private boolean done;
  private boolean givenUp;

  CompareTask(MovePorts ports, Partition partition) {
    PartitionState state = ports.state(partition);
    this.ports = ports;
    this.partition = partition;
    this.others = state.compareWith();
    this.losses = state.losses();
  }

  @Override
  public Partition partition() {
    return partition;
  }

  @Override
  public void proceed() {
    if (done || noting || givenUp) {
      return;
    }
    if (ports.state(partition).whole() || ports.state(partition).losses() != losses) {
      done = true;
    } else if (isEnough()) {
      becomeWhole();
    } else {
      for (NodeId other : others) {
        if (!compared.contains(other) && ports.isUp(other) && !other.equals(ports.self())) {
          if (partition.isHolder(other)) {
            compareWith(other);
          } else if (asking.add(other)) {
            askWhetherClear(other);
          }
        }
      }
    }
  }

  private void compareWith(NodeId other) {
    if (asking.add(other)) {
      new Pull(
              ports,
              partition,
              other,
              false,
              ending -> {
                asking.remove(other);
                bytes += ending.bytes();
                if (!ending.failure().isEmpty()) {
                  failure(other, ending.failure());
                } else if (ending.losses() == losses) {
                  onCompared(other);
                }
              })
          .start();
    }
  }

  private void askWhetherClear(NodeId other) {
    ports
        .transport()
        .send(
            other,
            new PeerRequest.AskMoves(List.of(MovePorts.view(partition))),
            AntiEntropyPorts.TIMEOUT_NANOS,
            new Transport.ReplyHandler() {
              @Override
              public void onReply(PeerReply reply) {
                asking.remove(other);
                if (reply instanceof PeerReply.Moves moves && moves.partitions().isEmpty()) {
                  ports.membership().reconcile(other, () -> {});
                } else if (reply instanceof PeerReply.Moves moves
                    && moves.partitions().get(0).proven()) {
                  onCompared(other);
                }
              }

              @Override
              public void onFailure(Transport.Failure failure) {
                asking.remove(other);
                failure(other, failure.toString());
              }
            });
  }

  private void failure(NodeId other, String reason) {
    failure = other + ": " + reason;
  }

  /** This node has all that the other had, and the other takes nothing under the old view. */
  void onCompared(NodeId other) {
    compared.add(other);
    proceed();
  }

  /** A removal stands for the comparison with its node (rule Q2). */
  private boolean isEnough() {
    MembershipHistory history = ports.membership().ring().history();
    int needed = Math.max(1, others.size() - history.settings().writeQuorum() + 1);
    return others.stream()
            .filter(
                node ->
                    node.equals(ports.self()) || compared.contains(node) || !history.isMember(node))
            .count()
        >= needed;
  }

  private void becomeWhole() {
    noting = true;
    ports
        .store()
        .upkeep(
            upkeep ->
                upkeep.becomeWhole(
                    partition.index(), losses, "compared with the owners that did not come to be"),
            StoreHandler.of(
                whole -> {
                  noting = false;
                  done = true;
                },
                refusal -> {
                  noting = false;
                  failure = "here: " + refusal.detail();
                }));
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public void giveUp() {
    givenUp = true;
  }

  @Override
  public String doing() {
    return "compares with "
        + others
        + " until it is whole again"
        + (failure.isEmpty() ? "" : ": " + failure);
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
