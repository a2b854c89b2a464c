package io.dynamo.replication.store;

import io.dynamo.api.storage.StorageEngine;

/**
 * How much of its bound the hints of a node take (rule Q4): the bytes of their records, without the
 * keys. Changed by the writer thread, read by any.
 */
final class HintSpace {
  private final long maxBytes;
  private volatile long bytes;
  private volatile long hints;
  private long promised;

  /** Counts what the engine holds; reads all of it. */
  HintSpace(StorageEngine engine, long maxBytes) {
    this.maxBytes = maxBytes;
    long[] found = new long[2];
    engine.scan(
        new byte[0],
        null,
        (key, value) -> {
          found[0]++;
          found[1] += value.length;
          return true;
        });
    this.hints = found[0];
    this.bytes = found[1];
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
    set(hints + after - before, bytes + record.growth());
  }

  private void set(long nextHints, long nextBytes) {
    hints = nextHints;
    bytes = nextBytes;
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
