package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.request.Refusal;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.StoreWrite;
import io.dynamo.simulation.node.Wrapping;

/** A fallback says that it keeps a hint, and does not. */
final class DroppedHints implements Wrapping {
  @Override
  public StoreThreads threads(NodeId node, StoreThreads threads, Scheduler scheduler) {
    return new PassedThreads(threads) {
      @Override
      public Refusal write(StoreWrite write) {
        if (write instanceof StoreWrite.Merge merge && merge.area() == Area.HINTS) {
          merge.handler().onMerged(false);
          return null;
        }
        return super.write(write);
      }
    };
  }
}
