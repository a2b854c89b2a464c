package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.TreeEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of a node's stores. Calls block; many threads may make them at the same time.
 * Each throws {@link io.dynamo.api.storage.StorageException} if the engine cannot read.
 */
public interface StoreReads {
  /**
   * All that is stored under the key.
   *
   * @throws DamagedRecordException if it fails its checksum
   */
  Held read(Area area, Key key, Position position);

  /** A page of hints; see {@link LocalHints#hints}. */
  List<Hint> hints(@Nullable Hint after, int limit);

  /** Whether there is any hint; does not block. */
  boolean hasHints();

  /** What is known of each partition; does not block. */
  PartitionStates partitions();

  /**
   * The records of one leaf of the hash tree (Dynamo §4.7), in the order of the store.
   *
   * @param after the last place of the page before, or null from the beginning
   */
  ScanPage<TreeEntry> leafEntries(int leaf, @Nullable Place after);

  /**
   * Records of this partition that reaping may shorten (rules D2, V7): of tombstones alone, or with
   * entries of their vector that name no live version; all of their versions are older than this.
   *
   * @param beforeMillis wall clock
   * @param after the last place of the page before, or null from the beginning
   */
  ScanPage<ReapingCandidate> reapable(
      Partition partition, long beforeMillis, @Nullable Place after);

  /**
   * Verifies the checksums of records and of the values in them.
   *
   * @param after the last place of the page before, or null from the beginning
   * @return the places that were verified
   */
  ScanPage<Place> verify(Area area, @Nullable Place after);
}
