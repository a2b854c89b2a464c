package io.dynamo.replication.store;

import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.replication.actor.Actors;
import org.jspecify.annotations.Nullable;

/**
 * How far what a store has written is on the disk, and whether it may still write. After a failed
 * sync nobody knows what is on the disk, and nothing is written any more. Belongs to the writer
 * thread, but for {@link #unwritable}.
 */
final class StoreDisk {
  private final StorageEngine engine;
  private final Durability durability;
  private final Actors actors;
  private volatile @Nullable Refusal unwritable;

  /** Whether all that the engine held when it was opened is known to be on the disk. */
  private boolean synced;

  StoreDisk(StorageEngine engine, Durability durability, Actors actors) {
    this.engine = engine;
    this.durability = durability;
    this.actors = actors;
  }

  /** Why nothing is written any more, or null. */
  @Nullable Refusal unwritable() {
    return unwritable;
  }

  void requireWritable() {
    Refusal closed = unwritable;
    if (closed != null) {
      throw new StorageException(closed.detail());
    }
  }

  /**
   * Makes all that was written as durable as configured; also before the first answer that rests on
   * what an earlier process wrote.
   *
   * @param changed whether anything was written since the last call
   * @throws StorageException if it is not; nothing is written from then on
   */
  void settle(boolean changed) {
    requireWritable();
    if (durability != Durability.SYNC || (synced && !changed)) {
      return;
    }
    try {
      engine.sync();
      synced = true;
    } catch (StorageException e) {
      stopWriting("a sync failed: " + e.getMessage());
      throw e;
    }
  }

  /** Nothing is written from now on, and this life of the node leaves no mark of a clean stop. */
  Refusal stopWriting(String reason) {
    Refusal refusal =
        new Refusal(Refusal.Reason.STORAGE_FAILED, "this store takes no writes: " + reason);
    unwritable = refusal;
    actors.distrustStore();
    return refusal;
  }

  /** See {@link Store#stop}. */
  void stop() {
    unwritable = new Refusal(Refusal.Reason.NOT_READY, "the node is stopping");
    try {
      engine.sync();
    } catch (RuntimeException e) {
      actors.distrustStore();
      throw e;
    }
  }
}
