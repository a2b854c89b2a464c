package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.request.Refusal;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.StoreWrite;
import io.dynamo.simulation.node.Wrapping;

/** A replica says that it has what it has only been asked to write. */
final class EarlyAcknowledgement implements Wrapping {
  @Override
  public StoreThreads threads(NodeId node, StoreThreads threads, Scheduler scheduler) {
    return new PassedThreads(threads) {
      @Override
      public Refusal write(StoreWrite write) {
        Refusal refusal = super.write(write);
        if (refusal == null && write instanceof StoreWrite.Merge merge) {
          merge.handler().onMerged(false);
        }
        return refusal;
      }
    };
  }
}
