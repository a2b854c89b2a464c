package io.dynamo.replication.store;

import io.dynamo.api.node.Events;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The records of one area as the engine holds them, read and never written here. Damage is told and
 * thrown. Callable from any thread, but for {@link #open}, which belongs to the writer.
 */
final class StoredRecords {
  private final Area area;
  private final StorageEngine engine;
  private final PartitionStates states;
  private final @Nullable LeafSums leafSums;
  private final RecordScan scan;
  private final Events events;

  /** The records of this area; {@code leafSums} is null for hints, which are in no tree. */
  StoredRecords(
      Area area,
      StorageEngine engine,
      PartitionStates states,
      @Nullable LeafSums leafSums,
      Events events) {
    this.area = area;
    this.engine = engine;
    this.states = states;
    this.leafSums = leafSums;
    this.scan = new RecordScan(engine);
    this.events = events;
  }

  /** See {@link Store#read}. */
  Held read(Place place) {
    int partition = states.partition(place.position());
    while (true) {
      Partition seen = states.range(partition);
      PartitionState before = states.of(partition);
      byte[] bytes = engine.get(EngineKeys.ofRecord(place.position(), place.key()));
      StoredRecord record = decode(place, bytes);
      PartitionState after = states.of(partition);
      // What was read must be neither older than what it is said to know of reaping, nor of other
      // owners than it is said to be.
      if (after.generation().equals(before.generation())
          && states.range(partition).digest() == seen.digest()) {
        boolean kept = area == Area.RECORDS && after.losses() == before.losses();
        return new Held(
            record.siblings(),
            kept && isComplete(seen, before) && isComplete(seen, after),
            before.generation(),
            before.isSealed(seen.digest()) || after.isSealed(seen.digest()),
            seen.digest());
      }
    }
  }

  /** Whether all that was acknowledged is here, or what a future owner must have (rule H4). */
  private boolean isComplete(Partition seen, PartitionState state) {
    return seen.owners().contains(states.self())
        ? state.whole()
        : state.isFilledAndWhole(seen.digest());
  }

  /** What is stored here, to be changed by the writer. */
  PendingRecord open(Place place) {
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

  /**
   * Hints in the order of the store, at most so many and not much more than a mebibyte together. A
   * damaged one is told and passed over.
   *
   * @param after the last one of the page before, or null from the beginning
   * @throws StorageException if the engine cannot read them
   */
  List<Hint> hints(@Nullable Hint after, int limit) {
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
}
