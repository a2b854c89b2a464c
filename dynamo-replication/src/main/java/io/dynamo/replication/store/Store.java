package io.dynamo.replication.store;

import io.dynamo.api.ClusterId;
import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.node.Events;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Reaping;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.LocalHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What this node keeps (Dynamo §5): reads records, and applies batches of writes with group commit.
 * Plain blocking code; it does not own the engine.
 *
 * <p>One thread, the writer, calls {@link #apply} and {@link #stop}; any number of threads call
 * {@link #read} and {@link #isWritable} meanwhile, and see each batch whole or not at all.
 */
public final class Store {
  private final StorageEngine engine;
  private final Actors actors;
  private final Events events;
  private final @Nullable LeafSums leafSums;
  private final @Nullable HintSpace hintSpace;
  private final LeafHash leafHash;
  private final StoredRecords records;
  private final StoreDisk disk;
  private final WritePreparation preparation;
  private final BatchWriter writer;
  private final RecordReaping reaping;
  private final Aside aside;
  private final List<Place> damagedInBatch = new ArrayList<>();

  /** Whether the disk failed last: then nobody hears of a put before it is written here. */
  private boolean diskDoubted;

  private Store(
      Area area,
      StorageEngine engine,
      Durability durability,
      Versioning versioning,
      PartitionStates states,
      Actors actors,
      Events events,
      LeafHash leafHash,
      @Nullable LeafSums leafSums,
      @Nullable HintSpace hintSpace) {
    this.engine = engine;
    this.actors = actors;
    this.events = events;
    this.leafSums = leafSums;
    this.hintSpace = hintSpace;
    this.leafHash = leafHash;
    this.records = new StoredRecords(area, engine, states, leafSums, events);
    this.disk = new StoreDisk(engine, durability, actors);
    this.preparation = new WritePreparation(versioning, states, actors, events);
    this.writer = new BatchWriter(engine, leafSums, leafHash);
    this.reaping = new RecordReaping(records, leafHash, actors);
    this.aside = new Aside(engine, leafSums, leafHash);
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
      PartitionStates states,
      Actors actors,
      ClusterId clusterId,
      int leafBits,
      Events events) {
    this(
        Area.RECORDS,
        engine,
        durability,
        versioning,
        states,
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
      PartitionStates states,
      Actors actors,
      ClusterId clusterId,
      long maxBytes,
      Events events) {
    return new Store(
        Area.HINTS,
        engine,
        durability,
        versioning,
        states,
        actors,
        events,
        new LeafHash(clusterId),
        null,
        new HintSpace(engine, maxBytes, states));
  }

  /**
   * All that is stored under the key.
   *
   * @throws DamagedRecordException if the record fails its checksum
   * @throws StorageException if the engine cannot read it
   */
  public Held read(Key key, Position position) {
    return records.read(new Place(key, position));
  }

  /** Hints in the order of the store; see {@link LocalHints#hints}. */
  public List<Hint> hints(@Nullable Hint after, int limit) {
    return records.hints(after, limit);
  }

  /** The records as they are stored, to walk through. */
  StoredRecords records() {
    return records;
  }

  /** How many hints there are; 0 in a store of records. From any thread. */
  public long hintCount() {
    return hintSpace == null ? 0 : hintSpace.hints();
  }

  /** How many bytes of hints there are; 0 in a store of records. From any thread. */
  public long hintBytes() {
    return hintSpace == null ? 0 : hintSpace.bytes();
  }

  /** How many hints of this partition there are; asked by the writer. */
  long hintCount(int partition) {
    return hintSpace == null ? 0 : hintSpace.hints(partition);
  }

  /** The sum of one leaf of the hash tree; asked by the writer. */
  HashSum leafSum(int leaf) {
    return Objects.requireNonNull(leafSums, "hints are in no tree").sum(leaf);
  }

  /**
   * Applies the writes in their order, as one batch of the engine, and ends each: a put that makes
   * a version has been told {@code onPrepared} before anything is written (rule V5), unless the
   * disk failed last. Writes of one key see the results of those before them and stand or fall
   * together.
   *
   * <p>A damaged record refuses its own writes only. On a full disk each key is tried alone. Dots
   * of puts that were not stored are never made again (rule V4). After a failed sync nobody knows
   * what is on the disk: all of the batch is refused and so is every later write; reads go on.
   *
   * @return how many of the writes are stored or merged
   */
  public int apply(List<? extends StoreWrite.Keyed> writes) {
    Refusal closed = disk.unwritable();
    if (writes.isEmpty()) {
      return 0;
    }
    if (closed != null) {
      writes.forEach(write -> write.refuse(closed));
      return 0;
    }
    Map<Key, PendingRecord> pending = new LinkedHashMap<>();
    int prepared = 0;
    try {
      for (StoreWrite.Keyed write : writes) {
        prepare(pending, write);
        prepared++;
      }
      return commit(new ArrayList<>(pending.values()));
    } catch (RuntimeException | Error e) {
      Refusal refusal = disk.stopWriting("a batch broke off: " + e);
      pending.values().forEach(record -> record.fail(refusal));
      writes.subList(prepared, writes.size()).forEach(write -> write.refuse(refusal));
      throw e;
    }
  }

  /** Whether writes are still taken: not after a failed sync, nor after {@link #stop}. */
  public boolean isWritable() {
    return disk.unwritable() == null;
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
    disk.stop();
  }

  /** The generations by which writes showed that partitions are behind, since the last call. */
  Map<Integer, Generation> takeBehind() {
    return preparation.takeBehind();
  }

  /** What was found damaged by writes since the last call. */
  List<Place> takeDamaged() {
    List<Place> taken = List.copyOf(damagedInBatch);
    damagedInBatch.clear();
    return taken;
  }

  /** Whether the disk was found to be older than the node, since the last call. */
  boolean takeOlderDisk() {
    return actors.takeOlderDisk();
  }

  /**
   * Removes or compacts those of these records that are still exactly so (rules D3, V7), durably.
   *
   * @param since the generation under which that happens
   * @return how many
   * @throws StorageException if it cannot be done; some of it may be
   */
  int reap(List<Place> places, List<Reaping> reapings, long since) {
    disk.requireWritable();
    List<PendingRecord> changed = reaping.changed(places, reapings, since);
    if (!changed.isEmpty()) {
      for (StorageException failure : writer.write(changed).values()) {
        throw failure;
      }
    }
    disk.settle(!changed.isEmpty());
    return changed.size();
  }

  /**
   * Removes these records, local headers and all (rules H6, V4), durably.
   *
   * @throws StorageException if it cannot be done; some of it may be
   */
  void drop(List<Place> places) {
    disk.requireWritable();
    List<PendingRecord> dropped = new ArrayList<>(places.size());
    for (Place place : places) {
      PendingRecord record = records.open(place);
      record.change(StoredRecord.NONE);
      dropped.add(record);
    }
    for (StorageException failure : writer.write(dropped).values()) {
      throw failure;
    }
    disk.settle(!dropped.isEmpty());
  }

  /**
   * Takes what is under these places out of the store and keeps it aside, as it is, durably.
   *
   * @throws StorageException if it cannot be done; nothing has changed, or nothing is written any
   *     more
   */
  void setAside(List<Place> places) {
    setAside(places, record -> StoredRecord.NONE);
  }

  /**
   * The same of an older disk (rule D5): what was written in this life of the node stays, under
   * this generation.
   */
  void setAsideOlder(List<Place> places, long since) {
    OwnWrites own = new OwnWrites(actors::isOfThisLife);
    setAside(places, record -> own.of(record, since));
  }

  private void setAside(List<Place> places, UnaryOperator<StoredRecord> staying) {
    disk.requireWritable();
    boolean taken = aside.take(places, staying);
    HintSpace space = hintSpace;
    if (taken && space != null) {
      space.recount(engine);
    }
    disk.settle(taken);
  }

  /**
   * Makes sure that all that can be read is on the disk, before something rests on it that others
   * are told.
   *
   * @throws StorageException if it is not, or no more writes are taken
   */
  void settle() {
    disk.settle(false);
  }

  /** The hash of this state in its leaf; asked by the writer. */
  HashSum hash(Key key, Siblings state) {
    return leafHash.of(key, state);
  }

  /** The actor with which the next put on a record with this header goes on, or null. */
  @Nullable Actor counting(@Nullable LocalHeader header) {
    return reaping.counting(header);
  }

  /** What is stored here, as a put finds it; asked by the writer. */
  StoredRecord stored(Place place) {
    return records.open(place).before();
  }

  /** Something else that was to be written to this disk was not. */
  void doubtDisk() {
    diskDoubted = true;
  }

  private void prepare(Map<Key, PendingRecord> pending, StoreWrite.Keyed write) {
    if (isOverBound(write)) {
      return;
    }
    PendingRecord record = pending.get(write.key());
    if (record == null) {
      Place place = new Place(write.key(), write.position());
      try {
        record = records.open(place);
      } catch (DamagedRecordException e) {
        damagedInBatch.add(place);
        write.refuse(new Refusal(Refusal.Reason.RECORD_DAMAGED, String.valueOf(e.getMessage())));
        return;
      } catch (StorageException e) {
        write.refuse(WritePreparation.failed("the record cannot be read", e));
        return;
      }
      pending.put(write.key(), record);
    }
    preparation.prepare(record, diskDoubted ? toldWhenWritten(write) : write);
  }

  private static StoreWrite.Keyed toldWhenWritten(StoreWrite.Keyed write) {
    return write instanceof StoreWrite.Put put
        ? new StoreWrite.Put(put.put(), new ToldWhenWritten(put.handler()))
        : write;
  }

  private boolean isOverBound(StoreWrite.Keyed write) {
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

  private int commit(List<PendingRecord> pending) {
    List<PendingRecord> changed = new ArrayList<>(pending);
    changed.removeIf(record -> !record.isChanged());
    if (!changed.isEmpty()) {
      Map<PendingRecord, StorageException> failures = writer.write(changed);
      diskDoubted = !failures.isEmpty();
      failures.forEach(this::refuse);
      changed.removeAll(failures.keySet());
      changed.forEach(PendingRecord::written);
    }
    HintSpace space = hintSpace;
    if (space != null) {
      changed.forEach(space::onWritten);
      space.endBatch();
    }
    int done = 0;
    for (PendingRecord record : pending) {
      done += record.waiting();
    }
    if (done == 0 || !sync(!changed.isEmpty(), done, pending)) {
      return 0;
    }
    pending.forEach(record -> record.succeed(counting(record)));
    return done;
  }

  /** A seal comes between batches only, so this is how it was when the record was written. */
  private Counting counting(PendingRecord record) {
    return leafSums == null ? Counting.AS_OWNER : preparation.counting(record.position());
  }

  private void refuse(PendingRecord record, StorageException failure) {
    record.burnActors(actors);
    events.batchFailed(record.waiting(), String.valueOf(failure.getMessage()));
    record.fail(WritePreparation.failed("not stored", failure));
  }

  private boolean sync(boolean changed, int writes, List<PendingRecord> pending) {
    try {
      disk.settle(changed);
      return true;
    } catch (StorageException e) {
      Refusal refusal = Objects.requireNonNull(disk.unwritable());
      events.batchFailed(writes, "sync: " + e.getMessage());
      pending.forEach(record -> record.fail(refusal));
      return false;
    }
  }
}
