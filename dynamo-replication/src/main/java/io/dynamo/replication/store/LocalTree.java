package io.dynamo.replication.store;

import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.TreeEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash trees of this node (Dynamo §4.7) and what it knows of its partitions, asynchronous: what
 * anti-entropy and reaping ask. Handlers are called on the loop of the caller. What waits is
 * bounded: over the bound a handler is refused at once.
 */
public interface LocalTree {
  /** The sums over leaves, in parts of equal length, as {@code TreeSums} asks. */
  void sums(int firstLeaf, int leaves, int parts, StoreHandler<List<HashSum>> handler);

  /**
   * The records of one leaf in the order of the store, a page at a time. A damaged record is left
   * out and told to the store, which sets it aside.
   *
   * @param after the last key of the page before, or null from the beginning
   */
  void entries(int leaf, @Nullable Key after, StoreHandler<PeerReply.Entries> handler);

  /** What is stored under the first of these keys, at least one, about a mebibyte at most. */
  void fetch(int partition, List<Key> keys, StoreHandler<PeerReply.Fetched> handler);

  /**
   * Tombstones without a live sibling in this partition, written before this wall-clock time, a
   * page of the store at a time.
   *
   * @param after the last key of the page before, or null from the beginning
   */
  void tombstones(
      int partition,
      long beforeMillis,
      @Nullable TreeEntry after,
      StoreHandler<PeerReply.Entries> handler);

  /** Notes, durably, that a partition is whole or is not (rule Q2). */
  void setWhole(int partition, boolean whole, StoreHandler<Generation> handler);

  /**
   * Raises a partition, durably, to this generation, unless it is there already; what this node
   * holds is re-stamped by that (rule D3). Writes that were accepted before are stored, or have
   * failed, when the handler is called.
   */
  void raise(int partition, long generation, StoreHandler<Generation> handler);

  /** Which of these this node holds exactly so (rule D2). */
  void prove(int partition, List<TreeEntry> entries, StoreHandler<List<TreeEntry>> handler);

  /**
   * Notes, durably, that every member has raised this generation, then removes what it still holds
   * exactly so, local header and all (rules D3, V4).
   *
   * @param handler gets how many were removed
   */
  void reap(int partition, long generation, List<TreeEntry> entries, StoreHandler<Integer> handler);

  /**
   * Takes everything that this node holds of the partition out of its store and sets it aside,
   * notes that the partition is not whole, and raises it to this generation, which is complete: its
   * disk is of an older time (rule D5). It can be interrupted and done again.
   *
   * @param handler gets how many records were set aside
   */
  void setAside(int partition, long generation, StoreHandler<Long> handler);

  /** What is known of each partition; from any thread. */
  PartitionStates states();
}
