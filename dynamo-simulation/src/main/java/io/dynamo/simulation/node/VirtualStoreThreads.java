package io.dynamo.simulation.node;

import io.dynamo.api.request.Refusal;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.StoreWrite;
import io.dynamo.replication.store.Stores;
import io.dynamo.testkit.disk.DiskTime;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.NodeTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The store's threads in virtual time. A batch is done in one go, but each thing that it tells
 * reaches the loop when the disk would have come so far: a put is prepared before it is written,
 * and stored after the sync. If the node ends in between, others may have what it has lost.
 */
final class VirtualStoreThreads implements StoreThreads {
  private static final long WAKE_NANOS = 5_000;
  private static final long LEAST_READ_NANOS = 20_000;
  private static final long MOST_READ_NANOS = 400_000;

  private final NodeTime.Life life;
  private final DiskTime disk;
  private final Chance chance;
  private final StoreBounds bounds;
  private final Stores stores;
  private final Consumer<Throwable> onBug;
  private final ArrayDeque<StoreWrite> queue = new ArrayDeque<>();
  private int waitingReads;
  private boolean busy;
  private boolean closed;

  VirtualStoreThreads(
      NodeTime.Life life,
      DiskTime disk,
      Chance chance,
      StoreBounds bounds,
      Stores stores,
      Consumer<Throwable> onBug) {
    this.life = life;
    this.disk = disk;
    this.chance = chance;
    this.bounds = bounds;
    this.stores = stores;
    this.onBug = onBug;
  }

  @Override
  public @Nullable Refusal read(Runnable task) {
    if (closed) {
      return new Refusal(Refusal.Reason.NOT_READY, "this node is stopping");
    }
    if (waitingReads >= bounds.waitingReads()) {
      return new Refusal(Refusal.Reason.OVERLOADED, "too many reads wait for the disk already");
    }
    waitingReads++;
    life.schedule(
        chance.between(LEAST_READ_NANOS, MOST_READ_NANOS),
        () -> {
          waitingReads--;
          task.run();
        });
    return null;
  }

  @Override
  public @Nullable Refusal write(StoreWrite write) {
    if (closed) {
      return new Refusal(Refusal.Reason.NOT_READY, "this node is stopping");
    }
    if (queue.size() >= bounds.waitingWrites()) {
      return new Refusal(Refusal.Reason.OVERLOADED, "too many writes wait for the disk already");
    }
    queue.add(write);
    if (!busy) {
      busy = true;
      life.schedule(WAKE_NANOS, this::drain);
    }
    return null;
  }

  @Override
  public void onLoop(Runnable task) {
    life.schedule(Math.max(0, disk.nanos() - life.nanoTime()), task);
  }

  @Override
  public void onBug(Throwable bug) {
    onBug.accept(bug);
  }

  /** The writer's turn: one batch, and the next when the disk is done with it. */
  private void drain() {
    if (queue.isEmpty()) {
      busy = false;
      return;
    }
    disk.begin();
    applyNext();
    life.schedule(Math.max(0, disk.end() - life.nanoTime()), this::drain);
  }

  private void applyNext() {
    List<StoreWrite> batch = new ArrayList<>();
    while (!queue.isEmpty() && batch.size() < bounds.batchWrites()) {
      batch.add(queue.remove());
    }
    try {
      stores.apply(batch);
    } catch (RuntimeException bug) {
      onBug.accept(bug);
      Refusal refusal = new Refusal(Refusal.Reason.STORAGE_FAILED, "a bug: " + bug);
      batch.forEach(write -> write.refuse(refusal));
    }
  }

  /** Takes nothing more, and does all that was accepted; within {@link DiskTime#begin}. */
  void close() {
    closed = true;
    while (!queue.isEmpty()) {
      applyNext();
    }
  }
}
