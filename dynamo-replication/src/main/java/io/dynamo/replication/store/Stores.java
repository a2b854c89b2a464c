package io.dynamo.replication.store;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.node.Events;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.TreeEntry;
import io.dynamo.api.versioning.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Both stores of a node, {@link Area#RECORDS} and {@link Area#HINTS}, behind one writer: they share
 * its thread, the actors that belong to it, and what is known of partitions. See {@link Store} for
 * threads and failures.
 */
public final class Stores implements StoreReads {
  private static final int PAGE_RECORDS = PeerRequest.Prove.MAX_ENTRIES;

  private final Store records;
  private final Store hints;
  private final PartitionStates partitions;
  private final ClusterId clusterId;
  private final Upkeep upkeep;

  /**
   * Both stores, made with these states of partitions.
   *
   * @param replicated whether other nodes have what this one has, so that what is damaged can be
   *     mended from them
   */
  public Stores(
      Store records,
      Store hints,
      PartitionStates partitions,
      ClusterId clusterId,
      boolean replicated,
      Events events) {
    this.records = records;
    this.hints = hints;
    this.partitions = partitions;
    this.clusterId = clusterId;
    this.upkeep = new Upkeep(records, hints, partitions, replicated, events);
  }

  /** What the node owns. */
  public Store records() {
    return records;
  }

  /** What the node keeps for others. */
  public Store hints() {
    return hints;
  }

  @Override
  public Held read(Area area, Key key, Position position) {
    return (area == Area.RECORDS ? records : hints).read(key, position);
  }

  @Override
  public List<Hint> hints(@Nullable Hint after, int limit) {
    return hints.hints(after, limit);
  }

  @Override
  public boolean hasHints() {
    return hints.hintCount() > 0;
  }

  @Override
  public PartitionStates partitions() {
    return partitions;
  }

  @Override
  public ScanPage<TreeEntry> leafEntries(int leaf, @Nullable Place after) {
    LeafHash hash = new LeafHash(clusterId);
    return records
        .records()
        .scan(
            leaf,
            1,
            after,
            PAGE_RECORDS,
            (place, record) -> new TreeEntry(place.key(), hash.of(place.key(), record.siblings())));
  }

  @Override
  public ScanPage<ReapingCandidate> reapable(
      Partition partition, long beforeMillis, @Nullable Place after) {
    LeafHash hash = new LeafHash(clusterId);
    return records
        .records()
        .scan(
            partition.firstLeaf(),
            partition.leaves(),
            after,
            PAGE_RECORDS,
            (place, record) -> {
              boolean shorter =
                  record.siblings().live().isEmpty()
                      || !Compaction.idle(record.siblings()).isEmpty();
              if (!shorter || !isOlder(record, beforeMillis)) {
                return null;
              }
              TreeEntry entry = new TreeEntry(place.key(), hash.of(place.key(), record.siblings()));
              return new ReapingCandidate(entry, record.siblings());
            });
  }

  private static boolean isOlder(StoredRecord record, long beforeMillis) {
    for (Version version : record.siblings().versions()) {
      if (version.timestamp() >>> 16 >= beforeMillis) {
        return false;
      }
    }
    return true;
  }

  @Override
  public ScanPage<Place> verify(Area area, @Nullable Place after) {
    BiFunction<Place, StoredRecord, @Nullable Place> verifying =
        (place, record) -> {
          RecordFormat.verifyValues(record.siblings());
          return place;
        };
    return (area == Area.RECORDS ? records : hints)
        .records()
        .scanAll(after, PAGE_RECORDS, verifying);
  }

  /**
   * Does these in their order: writes of records as batches of the engines, one for each area, and
   * what wants to be alone between them. No key is written in both areas, so their order does not
   * matter.
   *
   * @return how many of the writes of records are done
   */
  public int apply(List<StoreWrite> writes) {
    if (records.takeOlderDisk()) {
      upkeep.loseAll();
    }
    int done = 0;
    List<StoreWrite.Keyed> ofHints = new ArrayList<>();
    List<StoreWrite.Keyed> ofRecords = new ArrayList<>(writes.size());
    for (StoreWrite write : writes) {
      if (write instanceof StoreWrite.Keyed keyed) {
        (keyed.area() == Area.HINTS ? ofHints : ofRecords).add(keyed);
      } else if (write instanceof StoreWrite.Exclusive<?> alone) {
        done += applyKeyed(ofRecords, ofHints);
        if (!alone.run(upkeep)) {
          records.doubtDisk();
          hints.doubtDisk();
        }
      }
    }
    return done + applyKeyed(ofRecords, ofHints);
  }

  private int applyKeyed(List<StoreWrite.Keyed> ofRecords, List<StoreWrite.Keyed> ofHints) {
    int done = records.apply(List.copyOf(ofRecords)) + hints.apply(List.copyOf(ofHints));
    ofRecords.clear();
    ofHints.clear();
    upkeep.setAsideDamaged();
    upkeep.setAsideBehind();
    return done;
  }

  /** Whether both take writes. */
  public boolean isWritable() {
    return records.isWritable() && hints.isWritable();
  }

  /** Ends writing in both for good; see {@link Store#stop}. */
  public void stop() {
    records.stop();
    hints.stop();
  }
}
