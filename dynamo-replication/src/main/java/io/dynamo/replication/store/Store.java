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
import io.dynamo.api.storage.Mutation;
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
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What this node keeps (Dynamo §5): reads records, and applies batches of writes with group commit.
 * Plain blocking code; it does not own the engine.
 *
 * <p>One thread, the writer, calls {@link #apply} and {@link #stop}; any number of threads call
 * {@link #read} and {@link #isWritable} meanwhile, and see each batch whole or not at all.
 */
public final class Store {
  private final Area area;
  private final StorageEngine engine;
  private final Durability durability;
  private final PartitionStates states;
  private final Actors actors;
  private final Events events;
  private final @Nullable LeafSums leafSums;
  private final @Nullable HintSpace hintSpace;
  private final WritePreparation preparation;
  private final BatchWriter writer;
  private final LeafHash leafHash;
  private final RecordScan scan;
  private final List<Place> damagedInBatch = new ArrayList<>();
  private @Nullable Aside aside;
  private volatile @Nullable Refusal unwritable;

  /** Whether the disk failed last: then nobody hears of a put before it is written here. */
  private boolean diskDoubted;

  /** Whether all that the engine held when it was opened is known to be on the disk. */
  private boolean synced;

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
    this.area = area;
    this.engine = engine;
    this.durability = durability;
    this.states = states;
    this.actors = actors;
    this.events = events;
    this.leafHash = leafHash;
    this.leafSums = leafSums;
    this.hintSpace = hintSpace;
    this.scan = new RecordScan(engine);
    this.preparation = new WritePreparation(versioning, states, actors, events);
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
    Place place = new Place(key, position);
    while (true) {
      PartitionState before = states.of(position);
      Siblings state = decode(place, engine.get(EngineKeys.ofRecord(position, key))).siblings();
      PartitionState after = states.of(position);
      // What was read must not be older than what it is said to know of reaping.
      if (after.generation().equals(before.generation())) {
        boolean whole = before.whole() && after.whole() && after.losses() == before.losses();
        return new Held(state, area == Area.RECORDS && whole, before.generation());
      }
    }
  }

  /**
   * Hints in the order of the store, at most so many and not much more than a mebibyte together. A
   * damaged one is told and passed over.
   *
   * @param after the last one of the page before, or null from the beginning
   * @throws StorageException if the engine cannot read them
   */
  public List<Hint> hints(@Nullable Hint after, int limit) {
    Place last = after == null ? null : new Place(after.key(), after.position());
    List<PartitionState> before = states.all();
    while (true) {
      ScanPage<Hint> page =
          scan.page(
              RecordScan.after(last, new byte[0]),
              null,
              limit,
              (place, record) ->
                  new Hint(
                      place.key(),
                      place.position(),
                      record.siblings(),
                      before.get(states.partition(place.position())).generation()));
      page.damaged().forEach(place -> events.recordDamaged(place.key(), "a hint"));
      if (!page.found().isEmpty() || !page.more()) {
        return page.found();
      }
      last = page.last();
    }
  }

  /** A page of what is stored from one leaf of the hash tree on; see {@link RecordScan#page}. */
  <T> ScanPage<T> scan(
      int firstLeaf,
      int leaves,
      @Nullable Place after,
      int limit,
      BiFunction<Place, StoredRecord, @Nullable T> pick) {
    LeafSums tree = Objects.requireNonNull(leafSums, "hints are in no tree");
    ScanPage<T> page =
        scan.page(
            RecordScan.after(after, tree.engineKey(firstLeaf)),
            tree.boundary(firstLeaf + leaves),
            limit,
            pick);
    page.damaged().forEach(place -> events.recordDamaged(place.key(), "met by a walk"));
    return page;
  }

  /** A page of all that is stored; see {@link RecordScan#page}. */
  <T> ScanPage<T> scanAll(
      @Nullable Place after, int limit, BiFunction<Place, StoredRecord, @Nullable T> pick) {
    ScanPage<T> page = scan.page(RecordScan.after(after, new byte[0]), null, limit, pick);
    page.damaged().forEach(place -> events.recordDamaged(place.key(), "met by a walk"));
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
      for (StoreWrite.Keyed write : writes) {
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

  /**
   * Removes or compacts those of these records that are still exactly so (rules D3, V7), durably.
   *
   * @param since the generation under which that happens
   * @return how many
   * @throws StorageException if it cannot be done; some of it may be
   */
  int reap(List<Place> places, List<Reaping> reapings, long since) {
    List<PendingRecord> changed = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      PendingRecord record = open(places.get(i));
      StoredRecord after = reaped(record, reapings.get(i), since);
      if (after != null) {
        record.change(after);
        changed.add(record);
      }
    }
    writeNow(changed);
    return changed.size();
  }

  /** What is left of the record, or null if it stays as it is. */
  private @Nullable StoredRecord reaped(PendingRecord record, Reaping reaping, long since) {
    StoredRecord before = record.before();
    if (!hash(record.key(), before.siblings()).equals(reaping.entry().hash())) {
      return null;
    }
    if (reaping.retired().isEmpty()) {
      return before.siblings().live().isEmpty() ? StoredRecord.NONE : null;
    }
    Actor counting = counting(before.header());
    if (counting != null && reaping.retired().contains(counting)) {
      return null;
    }
    Siblings left = Compaction.without(before.siblings(), reaping.retired());
    return new StoredRecord(before.header(), left, since);
  }

  /**
   * Takes what is under these places out of the store and keeps it aside, as it is, durably.
   *
   * @throws StorageException if it cannot be done; nothing has changed
   */
  void setAside(List<Place> places) {
    List<Mutation> batch = new ArrayList<>();
    TreeMap<Integer, HashSum> sums = new TreeMap<>();
    List<byte[]> engineKeys = new ArrayList<>();
    for (Place place : places) {
      engineKeys.add(EngineKeys.ofRecord(place.position(), place.key()));
    }
    HintSpace space = hintSpace;
    LeafSums tree = leafSums;
    Aside keeping = aside == null ? Aside.in(engine) : aside;
    aside = keeping;
    for (int i = 0; i < places.size(); i++) {
      byte[] bytes = engine.get(engineKeys.get(i));
      if (bytes == null) {
        continue;
      }
      batch.add(Mutation.remove(engineKeys.get(i)));
      batch.add(keeping.mutation(engineKeys.get(i), bytes));
      if (tree != null) {
        int leaf = tree.leafOf(places.get(i).position());
        sums.computeIfAbsent(leaf, unused -> tree.sumWithout(leaf, engineKeys, leafHash));
      }
    }
    sums.forEach(
        (leaf, sum) -> batch.add(Mutation.put(EngineKeys.ofLeaf(leaf, leafBits()), sum.toBytes())));
    if (batch.isEmpty()) {
      return;
    }
    requireWritable();
    engine.write(batch);
    sums.forEach((leaf, sum) -> Objects.requireNonNull(tree).written(leaf, sum));
    if (space != null) {
      space.recount(engine);
    }
    syncNow();
  }

  private int leafBits() {
    return Objects.requireNonNull(leafSums).leafBits();
  }

  /** Writes these alone, durably. */
  private void writeNow(List<PendingRecord> changed) {
    requireWritable();
    if (changed.isEmpty()) {
      return;
    }
    Map<PendingRecord, StorageException> failures = writer.write(changed);
    for (StorageException failure : failures.values()) {
      throw failure;
    }
    syncNow();
  }

  /**
   * Makes sure that all that can be read is on the disk, before something rests on it that others
   * are told.
   *
   * @throws StorageException if it is not, or no more writes are taken
   */
  void settle() {
    requireWritable();
    if (!synced) {
      syncNow();
      synced = true;
    }
  }

  /** Whether the disk was found to be older than the node, since the last call. */
  boolean takeOlderDisk() {
    return actors.takeOlderDisk();
  }

  private void requireWritable() {
    Refusal closed = unwritable;
    if (closed != null) {
      throw new StorageException(closed.detail());
    }
  }

  private void syncNow() {
    if (durability == Durability.SYNC) {
      try {
        engine.sync();
      } catch (StorageException e) {
        stopWriting("a sync failed: " + e.getMessage());
        throw e;
      }
    }
  }

  /** The hash of this state in its leaf; asked by the writer. */
  HashSum hash(Key key, Siblings state) {
    return leafHash.of(key, state);
  }

  /** The actor with which the next put on a record with this header goes on, or null. */
  @Nullable Actor counting(@Nullable LocalHeader header) {
    return header != null && actors.countsOn(header) ? header.actor(actors.self()) : null;
  }

  /** What is stored here, as a put finds it; asked by the writer. */
  StoredRecord stored(Place place) {
    return open(place).before();
  }

  private StoredRecord decode(Place place, byte @Nullable [] bytes) {
    if (bytes == null) {
      return StoredRecord.NONE;
    }
    try {
      return RecordFormat.decode(bytes);
    } catch (DamagedRecordException e) {
      events.recordDamaged(place.key(), String.valueOf(e.getMessage()));
      throw new DamagedRecordException(area, place, e);
    }
  }

  private void prepare(Map<Key, PendingRecord> records, StoreWrite.Keyed write) {
    if (isOverBound(write)) {
      return;
    }
    PendingRecord record = records.get(write.key());
    if (record == null) {
      Place place = new Place(write.key(), write.position());
      try {
        record = open(place);
      } catch (DamagedRecordException e) {
        damagedInBatch.add(place);
        write.refuse(new Refusal(Refusal.Reason.RECORD_DAMAGED, String.valueOf(e.getMessage())));
        return;
      } catch (StorageException e) {
        write.refuse(WritePreparation.failed("the record cannot be read", e));
        return;
      }
      records.put(write.key(), record);
    }
    preparation.prepare(record, diskDoubted ? toldWhenWritten(write) : write);
  }

  /** Something else that was to be written to this disk was not. */
  void doubtDisk() {
    diskDoubted = true;
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

  private PendingRecord open(Place place) {
    byte[] engineKey = EngineKeys.ofRecord(place.position(), place.key());
    LeafSums tree = leafSums;
    int leaf = 0;
    if (tree != null) {
      leaf = tree.leafOf(place.position());
      tree.sum(leaf);
    }
    byte[] bytes = engine.get(engineKey);
    int length = bytes == null ? 0 : bytes.length;
    return new PendingRecord(
        place.key(), place.position(), engineKey, leaf, decode(place, bytes), length);
  }

  private int commit(List<PendingRecord> records) {
    List<PendingRecord> changed = new ArrayList<>(records);
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
