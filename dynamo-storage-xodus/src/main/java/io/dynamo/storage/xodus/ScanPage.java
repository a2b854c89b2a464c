package io.dynamo.storage.xodus;

import io.dynamo.api.storage.RecordVisitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a scan that one transaction reads: copies of at most {@value #FIRST_RECORDS} records
 * at first, for those who look for one, and {@value #MAX_RECORDS} later, and no further one after
 * {@value #MAX_BYTES} bytes. The visitor sees them when the transaction is over; the next page goes
 * on behind the last key. For one thread.
 */
final class ScanPage {
  static final int FIRST_RECORDS = 8;
  static final int MAX_RECORDS = 256;
  static final int MAX_BYTES = 1 << 20;

  private final byte[] from;
  private final boolean behind;
  private final byte @Nullable [] to;
  private final int maxRecords;
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> values = new ArrayList<>();
  private long bytes;
  private boolean last;

  private ScanPage(byte[] from, boolean behind, byte @Nullable [] to, int maxRecords) {
    this.from = from;
    this.behind = behind;
    this.to = to;
    this.maxRecords = maxRecords;
  }

  /** The first page of a scan. */
  static ScanPage first(byte[] from, byte @Nullable [] to) {
    return new ScanPage(from.clone(), false, to == null ? null : to.clone(), FIRST_RECORDS);
  }

  /**
   * The page after this one, or null if this was the last. To be asked before {@link #show}: the
   * visitor may change the arrays that it gets.
   */
  @Nullable ScanPage next() {
    return last
        ? null
        : new ScanPage(
            keys.get(keys.size() - 1).clone(), true, to, Math.min(maxRecords * 4, MAX_RECORDS));
  }

  /** Where to begin reading. */
  byte[] from() {
    return from;
  }

  /** Takes a record if it belongs here; says whether the page takes another. */
  boolean accept(byte[] key, Supplier<byte[]> value) {
    int order = Arrays.compareUnsigned(key, from);
    if (order < 0 || (behind && order == 0)) {
      return true;
    }
    if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
      last = true;
      return false;
    }
    byte[] copy = value.get();
    keys.add(key);
    values.add(copy);
    bytes += key.length + (long) copy.length;
    return keys.size() < maxRecords && bytes < MAX_BYTES;
  }

  /** There are no more records. */
  void end() {
    last = true;
  }

  /** Shows all to the visitor; says whether it wants more. */
  boolean show(RecordVisitor visitor) {
    for (int i = 0; i < keys.size(); i++) {
      if (!visitor.visit(keys.get(i), values.get(i))) {
        return false;
      }
    }
    return true;
  }
}
