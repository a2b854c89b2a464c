package io.dynamo.replication.handover;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.MoveState;
import io.dynamo.api.storage.StorageException;
import io.dynamo.replication.store.PartitionState;
import io.dynamo.replication.store.StoreHandler;
import java.util.List;

/**
 * What a present owner does for a partition that moves: when all newcomers are filled it seals
 * (rule H2), has all future owners prove that they hold what it holds (H3), and when enough others
 * have come so far it makes the future owners the present ones (H4). Only a whole owner seals: what
 * is proven to it must be all that it ever acknowledged.
 */
final class HandTask implements MoveTask {
  /** How long one waits for the present owners before it in the list to make the event. */
  private static final long RANK_NANOS = 1_000_000_000L;

  private final MovePorts ports;
  private final Partition partition;
  private final MovePeers peers;
  private final Proofs proofs;
  private final List<NodeId> newcomers;
  private boolean sealing;
  private long readyNanos = -1;
  private boolean handedOver;
  private boolean givenUp;

  HandTask(MovePorts ports, Partition partition, MovePeers peers) {
    this.ports = ports;
    this.partition = partition;
    this.peers = peers;
    this.proofs =
        new Proofs(
            ports,
            partition,
            () ->
                SealRule.alive(partition.futureOwners(), ports.membership().ring().history())
                    .stream()
                    .filter(node -> !node.equals(ports.self()))
                    .toList());
    this.newcomers =
        partition.futureOwners().stream()
            .filter(node -> !partition.owners().contains(node))
            .toList();
  }

  @Override
  public Partition partition() {
    return partition;
  }

  @Override
  public void proceed() {
    PartitionState state = ports.state(partition);
    if (!isSealed(state)) {
      if (state.whole() && unfilled().isEmpty() && !sealing) {
        sealing = true;
        seal();
      }
    } else if (!proofs.areComplete()) {
      proofs.proceed();
    } else if (isProven()) {
      handOverInTurn();
    }
  }

  private boolean isSealed(PartitionState state) {
    return state.isSealed(partition.digest());
  }

  private List<NodeId> unfilled() {
    return newcomers.stream().filter(node -> !peers.heard(partition, node).filled()).toList();
  }

  private void seal() {
    ports
        .store()
        .upkeep(
            upkeep -> upkeep.handing().seal(MovePorts.view(partition)),
            StoreHandler.of(
                sealedNow -> {
                  sealing = false;
                  if (sealedNow && !givenUp) {
                    proceed();
                  }
                },
                refusal -> sealing = false));
  }

  /** Whether it is sealed and whole, and all future owners have proven to it (rule H3). */
  boolean isProven() {
    PartitionState state = ports.state(partition);
    return isSealed(state) && state.whole() && proofs.areComplete() && !givenUp;
  }

  /** Enough owners are where this one is: the first of them that is up makes the event. */
  private void handOverInTurn() {
    int proven = 1;
    int rank = 0;
    boolean before = true;
    for (NodeId owner : partition.owners()) {
      if (owner.equals(ports.self())) {
        before = false;
        continue;
      }
      MoveState theirs = peers.heard(partition, owner);
      if (theirs.proven()) {
        proven++;
        rank += before ? 1 : 0;
      }
    }
    if (proven < needed()) {
      return;
    }
    long now = ports.scheduler().nanoTime();
    readyNanos = readyNanos < 0 ? now : readyNanos;
    if (now - readyNanos >= rank * RANK_NANOS) {
      handOver();
    }
  }

  /** Asked anew each time: a removal changes it, and not the view. */
  private int needed() {
    return SealRule.needed(partition, ports.membership().ring().history());
  }

  private void handOver() {
    try {
      ports
          .membership()
          .add(
              id -> {
                Partition now = ports.membership().ring().partitions().get(partition.index());
                if (givenUp || now.digest() != partition.digest()) {
                  return null;
                }
                handedOver = true;
                return new MembershipEvent.HandedOver(
                    id, now.index(), now.owners(), now.futureOwners());
              });
      if (handedOver) {
        ports.events().partitionHandedOver(partition.index(), partition.futureOwners());
      }
    } catch (StorageException e) {
      ports.events().partitionMoving(partition.index(), "the event cannot be kept: " + e);
    }
  }

  /**
   * The event gives the partition another view, and with it another task. An owner that must
   * compare first, as the store found out a moment after the ring, hands over later.
   */
  @Override
  public boolean isDone() {
    return handedOver || !ports.state(partition).compareWith().isEmpty();
  }

  @Override
  public void giveUp() {
    givenUp = true;
    proofs.giveUp();
  }

  @Override
  public long bytes() {
    return proofs.bytes();
  }

  @Override
  public String doing() {
    PartitionState state = ports.state(partition);
    if (!isSealed(state)) {
      return state.whole()
          ? "waits for " + unfilled() + " to be filled"
          : "is not whole itself, and waits until it is";
    }
    if (!proofs.areComplete()) {
      return "is sealed, and waits for the proofs of " + proofs.missing();
    }
    return "has all proofs, and waits until " + needed() + " of " + partition.owners() + " have";
  }
}
