package io.dynamo.replication.store;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.node.Events;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.actor.Actors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node keeps (Dynamo §5): reads records, and applies batches of writes with group commit.
 * Plain blocking code; it does not own the engine.
 *
 * <p>One thread, the writer, calls {@link #apply} and {@link #stop}; any number of threads call
 * {@link #read} and {@link #isWritable} meanwhile, and see each batch whole or not at all.
 */
public final class Store {
  private static final long PAGE_BYTES = 1 << 20;

  private final StorageEngine engine;
  private final Durability durability;
  private final Actors actors;
  private final Events events;
  private final @Nullable LeafSums leafSums;
  private final @Nullable HintSpace hintSpace;
  private final WritePreparation preparation;
  private final BatchWriter writer;
  private volatile @Nullable Refusal unwritable;

  /** Whether all that the engine held when it was opened is known to be on the disk. */
  private boolean synced;

  private Store(
      StorageEngine engine,
      Durability durability,
      Versioning versioning,
      Actors actors,
      Events events,
      LeafHash leafHash,
      @Nullable LeafSums leafSums,
      @Nullable HintSpace hintSpace) {
    this.engine = engine;
    this.durability = durability;
    this.actors = actors;
    this.events = events;
    this.leafSums = leafSums;
    this.hintSpace = hintSpace;
    this.preparation = new WritePreparation(versioning, actors, events);
    this.writer = new BatchWriter(engine, leafSums, leafHash);
  }

  /**
   * The store of what a node owns, over this engine.
   *
   * @param leafBits the leaf width of the cluster, 1 to 24
   */
  public Store(
      StorageEngine engine,
      Durability durability,
      Versioning versioning,
      Actors actors,
      ClusterId clusterId,
      int leafBits,
      Events events) {
    this(
        engine,
        durability,
        versioning,
        actors,
        events,
        new LeafHash(clusterId),
        new LeafSums(engine, leafBits),
        null);
  }

  /**
   * The store of what a node keeps for others, over this engine, which is read once as a whole.
   *
   * @param maxBytes over which a hint is refused (rule Q4)
   */
  public static Store ofHints(
      StorageEngine engine,
      Durability durability,
      Versioning versioning,
      Actors actors,
      ClusterId clusterId,
      long maxBytes,
      Events events) {
    return new Store(
        engine,
        durability,
        versioning,
        actors,
        events,
        new LeafHash(clusterId),
        null,
        new HintSpace(engine, maxBytes));
  }

  /**
   * All that is stored under the key; {@link Siblings#NONE} if nothing.
   *
   * @throws DamagedRecordException if the record fails its checksum
   * @throws StorageException if the engine cannot read it
   */
  public Siblings read(Key key, Position position) {
    return decode(key, engine.get(EngineKeys.ofRecord(position, key))).siblings();
  }

  /**
   * Hints in the order of the store, at most so many and not much more than {@value #PAGE_BYTES}
   * bytes together. A damaged one is told and passed over.
   *
   * @param after the last one of the page before, or null from the beginning
   * @throws StorageException if the engine cannot read them
   */
  public List<Hint> hints(@Nullable Hint after, int limit) {
    byte[] from =
        after == null
            ? new byte[0]
            : EngineKeys.after(EngineKeys.ofRecord(after.position(), after.key()));
    List<Hint> page = new ArrayList<>();
    long[] bytes = {0};
    engine.scan(
        from,
        null,
        (engineKey, value) -> {
          Key key = EngineKeys.key(engineKey);
          try {
            Siblings state = decode(key, value).siblings();
            page.add(new Hint(key, EngineKeys.position(engineKey), state));
            bytes[0] += value.length;
          } catch (DamagedRecordException e) {
            // Told by decode; what it was for is mended from the owners.
            return true;
          }
          return page.size() < limit && bytes[0] < PAGE_BYTES;
        });
    return page;
  }

  /** How many hints there are; 0 in a store of records. From any thread. */
  public long hintCount() {
    return hintSpace == null ? 0 : hintSpace.hints();
  }

  /** How many bytes of hints there are; 0 in a store of records. From any thread. */
  public long hintBytes() {
    return hintSpace == null ? 0 : hintSpace.bytes();
  }

  /**
   * Applies the writes in their order, as one batch of the engine, and ends each: a put that makes
   * a version has been told {@code onPrepared} before anything is written (rule V5). Writes of one
   * key see the results of those before them and stand or fall together.
   *
   * <p>A damaged record refuses its own writes only. On a full disk each key is tried alone. Dots
   * of puts that were not stored are never made again (rule V4). After a failed sync nobody knows
   * what is on the disk: all of the batch is refused and so is every later write; reads go on.
   *
   * @return how many of the writes are stored or merged
   */
  public int apply(List<StoreWrite> writes) {
    Refusal closed = unwritable;
    if (writes.isEmpty()) {
      return 0;
    }
    if (closed != null) {
      writes.forEach(write -> write.refuse(closed));
      return 0;
    }
    Map<Key, PendingRecord> records = new LinkedHashMap<>();
    int prepared = 0;
    try {
      for (StoreWrite write : writes) {
        prepare(records, write);
        prepared++;
      }
      return commit(new ArrayList<>(records.values()));
    } catch (RuntimeException | Error e) {
      Refusal refusal = stopWriting("a batch broke off: " + e);
      records.values().forEach(record -> record.fail(refusal));
      writes.subList(prepared, writes.size()).forEach(write -> write.refuse(refusal));
      throw e;
    }
  }

  /** Whether writes are still taken: not after a failed sync, nor after {@link #stop}. */
  public boolean isWritable() {
    return unwritable == null;
  }

  /**
   * Ends writing for good and makes all that was written survive the machine, whatever the
   * durability. Reads go on until the engine is closed; {@link Actors#markCleanStop} comes after
   * that.
   *
   * @throws StorageException if the sync failed; then there must be no stop marker, and {@link
   *     Actors#markCleanStop} writes none
   */
  public void stop() {
    unwritable = new Refusal(Refusal.Reason.NOT_READY, "the node is stopping");
    try {
      engine.sync();
    } catch (RuntimeException e) {
      actors.distrustStore();
      throw e;
    }
  }

  private StoredRecord decode(Key key, byte @Nullable [] bytes) {
    if (bytes == null) {
      return StoredRecord.NONE;
    }
    try {
      return RecordFormat.decode(bytes);
    } catch (DamagedRecordException e) {
      String detail = e.getMessage() == null ? "" : e.getMessage();
      events.recordDamaged(key, detail);
      throw new DamagedRecordException("record of " + key + ": " + detail, e);
    }
  }

  private void prepare(Map<Key, PendingRecord> records, StoreWrite write) {
    if (isOverBound(write)) {
      return;
    }
    PendingRecord record = records.get(write.key());
    if (record == null) {
      try {
        record = open(write.key(), write.position());
      } catch (DamagedRecordException e) {
        write.refuse(new Refusal(Refusal.Reason.RECORD_DAMAGED, String.valueOf(e.getMessage())));
        return;
      } catch (StorageException e) {
        write.refuse(WritePreparation.failed("the record cannot be read", e));
        return;
      }
      records.put(write.key(), record);
    }
    preparation.prepare(record, write);
  }

  private boolean isOverBound(StoreWrite write) {
    HintSpace space = hintSpace;
    if (space == null || write instanceof StoreWrite.RemoveHint || space.admit(write.bytes())) {
      return false;
    }
    events.hintRefused(write.key(), space.bytes());
    write.refuse(
        new Refusal(
            Refusal.Reason.HINTS_FULL,
            "keeps " + space.bytes() + " bytes of hints, the most is " + space.maxBytes()));
    return true;
  }

  private PendingRecord open(Key key, Position position) {
    byte[] engineKey = EngineKeys.ofRecord(position, key);
    LeafSums tree = leafSums;
    int leaf = 0;
    if (tree != null) {
      leaf = tree.leafOf(position);
      tree.sum(leaf);
    }
    byte[] bytes = engine.get(engineKey);
    int length = bytes == null ? 0 : bytes.length;
    return new PendingRecord(key, engineKey, leaf, decode(key, bytes), length);
  }

  private int commit(List<PendingRecord> records) {
    List<PendingRecord> changed = new ArrayList<>(records);
    changed.removeIf(record -> !record.isChanged());
    if (!changed.isEmpty()) {
      Map<PendingRecord, StorageException> failures = writer.write(changed);
      failures.forEach(this::refuse);
      changed.removeAll(failures.keySet());
    }
    HintSpace space = hintSpace;
    if (space != null) {
      changed.forEach(space::onWritten);
      space.endBatch();
    }
    int done = 0;
    for (PendingRecord record : records) {
      done += record.waiting();
    }
    if (done == 0 || !sync(!changed.isEmpty(), done, records)) {
      return 0;
    }
    records.forEach(PendingRecord::succeed);
    return done;
  }

  private void refuse(PendingRecord record, StorageException failure) {
    record.burnActors(actors);
    events.batchFailed(record.waiting(), String.valueOf(failure.getMessage()));
    record.fail(WritePreparation.failed("not stored", failure));
  }

  /** Also before the first answer that rests on what an earlier process wrote. */
  private boolean sync(boolean changed, int writes, List<PendingRecord> records) {
    if (durability != Durability.SYNC || (synced && !changed)) {
      return true;
    }
    try {
      engine.sync();
      synced = true;
      return true;
    } catch (StorageException e) {
      Refusal refusal = stopWriting("a sync failed: " + e.getMessage());
      events.batchFailed(writes, "sync: " + e.getMessage());
      records.forEach(record -> record.fail(refusal));
      return false;
    }
  }

  private Refusal stopWriting(String reason) {
    Refusal refusal =
        new Refusal(Refusal.Reason.STORAGE_FAILED, "this store takes no writes: " + reason);
    unwritable = refusal;
    actors.distrustStore();
    return refusal;
  }
}
