package io.dynamo.replication.handover;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.storage.StorageException;
import io.dynamo.replication.store.StoreHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * What a newcomer does for a partition that it is to own: it takes what one whole present owner
 * has, leaf by leaf (Dynamo §4.9). What has come already is equal and is not sent again, so it
 * resumes where it was after a crash of either side (rule H7). Writes reach it meanwhile like the
 * present owners (rule H1). If none of those is left, there is nothing more to take, and nobody
 * else to say so: the first of the future owners that is up makes them the present ones.
 */
final class FillTask implements MoveTask {
  private final MovePorts ports;
  private final Partition partition;
  private String doing = "waits for a place among the partitions that are filled";
  private int nextSource;
  private long bytes;
  private boolean running;
  private boolean orphaned;
  private boolean done;
  private boolean givenUp;

  FillTask(MovePorts ports, Partition partition) {
    this.ports = ports;
    this.partition = partition;
    this.nextSource = partition.index();
  }

  @Override
  public Partition partition() {
    return partition;
  }

  @Override
  public void proceed() {
    if (running || done) {
      return;
    }
    if (orphaned) {
      handOverInTurn();
      return;
    }
    List<NodeId> alive = SealRule.alive(partition.owners(), ports.membership().ring().history());
    if (alive.isEmpty()) {
      orphaned = true;
      noteFilled(ports.state(partition).losses(), "there is nobody left to take it from");
      return;
    }
    List<NodeId> up = new ArrayList<>(alive);
    up.removeIf(owner -> !ports.isUp(owner));
    if (up.isEmpty()) {
      doing = "waits for one of " + alive + ", which are down";
      return;
    }
    running = true;
    NodeId source = up.get(Math.floorMod(nextSource++, up.size()));
    doing = "takes it from " + source;
    new Pull(ports, partition, source, true, ending -> onTaken(source, ending)).start();
  }

  private void onTaken(NodeId source, Pull.Ending ending) {
    bytes += ending.bytes();
    if (!ending.failure().isEmpty()) {
      running = false;
      doing = source + ": " + ending.failure() + "; tries again";
    } else if (!givenUp) {
      noteFilled(ending.losses(), "is filled");
    }
  }

  private void noteFilled(long losses, String text) {
    running = true;
    ports
        .store()
        .upkeep(
            upkeep -> upkeep.handing().noteFilled(MovePorts.view(partition), losses),
            StoreHandler.of(
                noted -> {
                  running = false;
                  done = noted && !orphaned;
                  orphaned &= noted;
                  doing = text;
                },
                refusal -> {
                  running = false;
                  doing = "cannot note that it is filled: " + refusal.detail();
                }));
  }

  /** It is not whole on any of them then, until they have compared (rule Q2). */
  private void handOverInTurn() {
    for (NodeId owner : partition.futureOwners()) {
      if (owner.equals(ports.self())) {
        handOver();
        return;
      } else if (ports.isUp(owner)) {
        return;
      }
    }
  }

  private void handOver() {
    try {
      ports
          .membership()
          .add(
              id -> {
                Partition now = ports.membership().ring().partitions().get(partition.index());
                return givenUp || now.digest() != partition.digest()
                    ? null
                    : new MembershipEvent.HandedOver(
                        id, now.index(), now.owners(), now.futureOwners());
              });
      ports.events().partitionHandedOver(partition.index(), partition.futureOwners());
    } catch (StorageException e) {
      doing = "the event cannot be kept: " + e.getMessage();
    }
  }

  @Override
  public boolean isDone() {
    return done;
  }

  /** Whether something is under way. */
  boolean isRunning() {
    return running && !givenUp;
  }

  @Override
  public void giveUp() {
    givenUp = true;
  }

  @Override
  public String doing() {
    return doing;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
