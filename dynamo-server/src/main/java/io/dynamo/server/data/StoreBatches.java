package io.dynamo.server.data;

import io.dynamo.api.request.Refusal;
import io.dynamo.replication.store.StoreWrite;
import java.util.List;
import java.util.function.Consumer;

/** Hands the writer's batches to the store, and refuses those that met a bug in it. */
public final class StoreBatches implements StoreWriter.Batches<StoreWrite> {
  private final Consumer<List<StoreWrite>> store;
  private final Consumer<Throwable> unsound;

  /**
   * Batches for this store.
   *
   * @param store does a batch and tells each write what became of it
   * @param unsound is told of each bug, on the writer's thread; the node's health is bad from then
   *     on
   */
  public StoreBatches(Consumer<List<StoreWrite>> store, Consumer<Throwable> unsound) {
    this.store = store;
    this.unsound = unsound;
  }

  @Override
  public void apply(List<StoreWrite> batch) {
    store.accept(batch);
  }

  @Override
  public void onBug(List<StoreWrite> batch, Throwable bug) {
    unsound.accept(bug);
    Refusal refusal =
        new Refusal(Refusal.Reason.STORAGE_FAILED, "the store failed by a bug: " + bug);
    batch.forEach(write -> write.refuse(refusal));
  }
}
