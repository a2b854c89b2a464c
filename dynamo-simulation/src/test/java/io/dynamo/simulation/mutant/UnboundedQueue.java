package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.request.Refusal;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.StoreWrite;
import io.dynamo.simulation.node.Wrapping;

/** What the writer refuses for want of room is queued all the same. */
final class UnboundedQueue implements Wrapping {
  private static final long AGAIN_NANOS = 10_000_000;

  @Override
  public StoreThreads threads(NodeId node, StoreThreads threads, Scheduler scheduler) {
    return new PassedThreads(threads) {
      @Override
      public Refusal write(StoreWrite write) {
        Refusal refusal = super.write(write);
        if (refusal == null || refusal.reason() != Refusal.Reason.OVERLOADED) {
          return refusal;
        }
        scheduler.schedule(AGAIN_NANOS, () -> write(write));
        return null;
      }
    };
  }
}
