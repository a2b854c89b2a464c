package io.dynamo.replication.store;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.PartitionView;
import io.dynamo.simulation.node.Wrapping;

/**
 * A former owner drops what it holds as soon as it sees that it is none any more: others have had
 * it proven to them that the new owners have it all (rule H6 wants a proof for itself).
 */
public final class UnprovenDrops implements Wrapping {
  private static final long INTERVAL_NANOS = 100_000_000L;

  @Override
  public StoreThreads threads(NodeId node, StoreThreads threads, Scheduler scheduler) {
    dropLater(node, threads, scheduler);
    return threads;
  }

  private static void dropLater(NodeId node, StoreThreads threads, Scheduler scheduler) {
    scheduler.schedule(
        INTERVAL_NANOS,
        () -> {
          threads.write(
              new StoreWrite.Exclusive<>(upkeep -> drop(node, upkeep), StoreHandler.ignoring()));
          dropLater(node, threads, scheduler);
        });
  }

  private static Done drop(NodeId node, Upkeep upkeep) {
    PartitionStates states = upkeep.states();
    for (int i = 0; i < states.size(); i++) {
      Partition now = states.range(i);
      if (!now.isHolder(node) && !upkeep.handing().isEmpty(i)) {
        states.change(now.index(), state -> state.sealed(now));
        upkeep.handing().drop(new PartitionView(now.index(), now.digest()));
      }
    }
    return Done.DONE;
  }
}
