package io.dynamo.replication.store;

import io.dynamo.api.storage.StorageEngine;
import java.util.TreeMap;

/**
 * How much of its bound the hints of a node take (rule Q4): the bytes of their records, without the
 * keys. Changed by the writer thread, read by any.
 */
final class HintSpace {
  private final long maxBytes;
  private final PartitionStates states;
  private volatile long bytes;
  private volatile long hints;
  private final TreeMap<Integer, Long> byPartition = new TreeMap<>();
  private long promised;

  HintSpace(StorageEngine engine, long maxBytes, PartitionStates states) {
    this.maxBytes = maxBytes;
    this.states = states;
    recount(engine);
  }

  /** Counts anew what the engine holds; reads all of it. */
  void recount(StorageEngine engine) {
    long[] found = new long[2];
    byPartition.clear();
    engine.scan(
        new byte[0],
        null,
        (key, value) -> {
          if (EngineKeys.isRecord(key)) {
            found[0]++;
            found[1] += value.length;
            byPartition.merge(states.partition(EngineKeys.position(key)), 1L, Long::sum);
          }
          return true;
        });
    set(found[0], found[1]);
  }

  /** Whether a write of this size still fits, beside those of its batch that were let in before. */
  boolean admit(long size) {
    if (bytes + promised + size > maxBytes) {
      return false;
    }
    promised += size;
    return true;
  }

  /** The batch is over. */
  void endBatch() {
    promised = 0;
  }

  /** A record was written or removed. */
  void onWritten(PendingRecord record) {
    long before = record.before().siblings().isNone() ? 0 : 1;
    long after = record.after().siblings().isNone() ? 0 : 1;
    byPartition.merge(states.partition(record.position()), after - before, Long::sum);
    set(hints + after - before, bytes + record.growth());
  }

  private void set(long nextHints, long nextBytes) {
    hints = nextHints;
    bytes = nextBytes;
  }

  /** How many there are of this partition; asked by the writer. */
  long hints(int partition) {
    return byPartition.getOrDefault(partition, 0L);
  }

  long hints() {
    return hints;
  }

  long bytes() {
    return bytes;
  }

  long maxBytes() {
    return maxBytes;
  }
}
