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
import java.util.ArrayList;
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
      for (NodeId other : toAsk()) {
        if (!compared.contains(other) && ports.isUp(other)) {
          if (partition.isHolder(other)) {
            compareWith(other);
          } else if (asking.add(other)) {
            askWhetherClear(other);
          }
        }
      }
    }
  }

  /** Owners that did not come to be, and all owners of now, as far as they are members. */
  private List<NodeId> toAsk() {
    List<NodeId> all = new ArrayList<>(others);
    partition.owners().stream().filter(owner -> !all.contains(owner)).forEach(all::add);
    all.remove(ports.self());
    return SealRule.alive(all, ports.membership().ring().history());
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

  /**
   * All owners of now that are members have told, under the view of now, what they have: none of
   * them counts on the seal of before any more. And of those who did not come to be so many that
   * every put that counted among them is on one of these; of the dead nothing can be had.
   */
  private boolean isEnough() {
    MembershipHistory history = ports.membership().ring().history();
    boolean allOwners =
        SealRule.alive(partition.owners(), history).stream()
            .allMatch(owner -> owner.equals(ports.self()) || compared.contains(owner));
    int living = 0;
    int having = 0;
    for (NodeId node : others) {
      boolean self = node.equals(ports.self()) && !ports.state(partition).lost();
      boolean asked = !node.equals(ports.self()) && history.isMember(node);
      living += self || asked ? 1 : 0;
      having += self || (asked && compared.contains(node)) ? 1 : 0;
    }
    int needed = others.size() - history.settings().writeQuorum() + 1;
    return allOwners && having >= Math.min(living, needed);
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
