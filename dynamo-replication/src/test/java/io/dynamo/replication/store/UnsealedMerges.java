package io.dynamo.replication.store;

import io.dynamo.api.request.Refusal;
import org.jspecify.annotations.Nullable;

/** A sealed owner takes and acknowledges what others send it, as if unsealed (rule H2 forbids). */
public final class UnsealedMerges extends PassedThreads {
  private final PartitionStates states;

  /** The threads of these stores, broken. */
  public UnsealedMerges(StoreThreads threads, Stores stores) {
    super(threads);
    this.states = stores.partitions();
  }

  @Override
  public @Nullable Refusal write(StoreWrite write) {
    if (!(write instanceof StoreWrite.Merge merge) || merge.area() != Area.RECORDS) {
      return super.write(write);
    }
    int partition = states.partition(merge.position());
    PartitionState before = states.of(partition);
    if (!before.isClosed(states.self(), merge.view())) {
      return super.write(merge);
    }
    change(partition, before, null);
    Refusal refusal = super.write(merge);
    change(partition, before, before.seal());
    return refusal;
  }

  private void change(int partition, PartitionState before, @Nullable Seal seal) {
    PartitionState after =
        new PartitionState(
            before.whole(),
            before.generation(),
            before.losses(),
            seal,
            before.taking(),
            before.compareWith(),
            before.lost());
    super.write(
        new StoreWrite.Exclusive<>(
            upkeep -> {
              states.change(partition, known -> after);
              return Done.DONE;
            },
            StoreHandler.ignoring()));
  }
}
