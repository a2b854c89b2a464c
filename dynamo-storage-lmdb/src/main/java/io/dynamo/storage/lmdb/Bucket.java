package io.dynamo.storage.lmdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The long keys that share their first {@link Records#BUCKET_KEY_BYTES} bytes: the rest of each, in
 * order, with the number that its value stands under. Immutable. Stored as the length of the rest
 * (4 B), the rest and the number (8 B) of each, one after the other.
 *
 * <p>A write of one key rewrites the whole bucket, without the values. Keys of the store begin with
 * their position, 16 bytes of a hash, so that a bucket has one entry but for collisions.
 */
final class Bucket {
  static final Bucket EMPTY = new Bucket(List.of());

  private final List<Entry> entries;

  private Bucket(List<Entry> entries) {
    this.entries = entries;
  }

  /** One long key, but for the bytes that it shares, and the number of its value. */
  record Entry(byte[] rest, long number) {}

  static Bucket parse(byte[] stored) {
    ByteBuffer in = ByteBuffer.wrap(stored);
    List<Entry> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] rest = new byte[in.getInt()];
      in.get(rest);
      entries.add(new Entry(rest, in.getLong()));
    }
    return new Bucket(entries);
  }

  byte[] encode() {
    int size = entries.stream().mapToInt(e -> Integer.BYTES + e.rest.length + Long.BYTES).sum();
    ByteBuffer out = ByteBuffer.allocate(size);
    for (Entry entry : entries) {
      out.putInt(entry.rest.length).put(entry.rest).putLong(entry.number);
    }
    return out.array();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** All entries in the order of keys. */
  List<Entry> entries() {
    return entries;
  }

  /** The number under this rest, or null. */
  @Nullable Long number(byte[] rest) {
    int at = search(rest);
    return at < 0 ? null : entries.get(at).number;
  }

  /** With one entry more, of a rest that is not here. */
  Bucket with(byte[] rest, long number) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(-1 - search(rest), new Entry(rest, number));
    return new Bucket(more);
  }

  /** Without the entry of a rest that is here. */
  Bucket without(byte[] rest) {
    List<Entry> fewer = new ArrayList<>(entries);
    fewer.remove(search(rest));
    return new Bucket(fewer);
  }

  /** As {@link java.util.Collections#binarySearch}. */
  private int search(byte[] rest) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Arrays.compareUnsigned(entries.get(middle).rest, rest);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }
}
