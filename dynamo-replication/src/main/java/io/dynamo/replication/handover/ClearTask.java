package io.dynamo.replication.handover;

import io.dynamo.api.partitioning.Partition;
import io.dynamo.replication.store.PartitionState;
import io.dynamo.replication.store.StoreHandler;

/**
 * What a node does with what it holds of a partition that it does not own, and is not to own: a
 * former owner, or one whose joining was cancelled. It seals it, has all owners of now prove to it
 * that they hold it, and then drops it (rule H6).
 */
final class ClearTask implements MoveTask {
  private final MovePorts ports;
  private final Partition partition;
  private final Proofs proofs;
  private boolean busy;
  private boolean dropping;
  private boolean done;
  private boolean givenUp;
  private long dropped;

  ClearTask(MovePorts ports, Partition partition) {
    this.ports = ports;
    this.partition = partition;
    this.proofs =
        new Proofs(
            ports,
            partition,
            () -> SealRule.alive(partition.owners(), ports.membership().ring().history()));
  }

  @Override
  public Partition partition() {
    return partition;
  }

  @Override
  public void proceed() {
    if (busy || done || givenUp) {
      return;
    }
    PartitionState state = ports.state(partition);
    if (!state.isSealed(partition.digest())) {
      seal();
    } else if (!proofs.areComplete()) {
      proofs.proceed();
    } else if (!SealRule.alive(partition.owners(), ports.membership().ring().history()).isEmpty()) {
      drop();
    }
  }

  private void seal() {
    busy = true;
    ports
        .store()
        .upkeep(
            upkeep -> upkeep.handing().seal(MovePorts.view(partition)),
            StoreHandler.of(
                sealedNow -> {
                  busy = false;
                  if (sealedNow) {
                    proceed();
                  }
                },
                refusal -> busy = false));
  }

  private void drop() {
    busy = true;
    dropping = true;
    ports
        .store()
        .upkeep(
            upkeep -> upkeep.handing().drop(MovePorts.view(partition)),
            StoreHandler.of(this::onDropped, refusal -> busy = false));
  }

  private void onDropped(int records) {
    busy = false;
    if (records > 0) {
      dropped += records;
      long pause = ports.exchange().pace().pauseNanos("dropping", 1_000_000);
      ports.scheduler().schedule(pause, this::proceed);
    } else if (records == 0) {
      done = true;
      ports.events().partitionDropped(partition.index(), dropped);
    }
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public void giveUp() {
    givenUp = true;
    proofs.giveUp();
  }

  @Override
  public String doing() {
    return dropping
        ? "drops what it held, " + dropped + " records so far"
        : "holds a copy that it does not own, and waits for the proofs of " + proofs.missing();
  }

  @Override
  public long bytes() {
    return proofs.bytes();
  }
}
