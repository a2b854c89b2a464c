package io.dynamo.testkit.disk;

import io.dynamo.api.storage.Mutation;
import io.dynamo.testkit.time.Chance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one engine has on the disk: its records, and how to undo the batches that are not durable.
 */
final class EngineFile {
  private static final long NEVER = Long.MAX_VALUE;

  private final TreeMap<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);
  private final ArrayDeque<Batch> batches = new ArrayDeque<>();

  /** What stood under a key before. */
  private record Before(byte[] key, byte @Nullable [] value) {}

  private static final class Batch {
    private final long writtenNanos;
    private final List<Before> before;
    private long durableNanos = NEVER;

    Batch(long writtenNanos, List<Before> before) {
      this.writtenNanos = writtenNanos;
      this.before = before;
    }
  }

  NavigableMap<byte[], byte[]> records() {
    return records;
  }

  /** Does the batch; it will have been written at this time. */
  void write(List<Mutation> mutations, long nowNanos, long writtenNanos) {
    while (!batches.isEmpty() && batches.peekFirst().durableNanos <= nowNanos) {
      batches.removeFirst();
    }
    List<Before> before = new ArrayList<>(mutations.size());
    for (Mutation mutation : mutations) {
      byte[] key = mutation.key().clone();
      byte[] value = mutation.value();
      before.add(
          new Before(key, value == null ? records.remove(key) : records.put(key, value.clone())));
    }
    batches.addLast(new Batch(writtenNanos, before));
  }

  /** All that is written will be durable at this time. */
  void sync(long durableNanos) {
    for (Batch batch : batches) {
      batch.durableNanos = Math.min(batch.durableNanos, durableNanos);
    }
  }

  /** Says how many batches are lost. */
  int crash(long nowNanos, Chance chance) {
    int durable = 0;
    for (Batch batch : batches) {
      durable += batch.durableNanos <= nowNanos ? 1 : 0;
    }
    return keep(durable, chance);
  }

  void kill(long nowNanos, Chance chance) {
    int written = 0;
    for (Batch batch : batches) {
      written += batch.writtenNanos <= nowNanos ? 1 : 0;
    }
    keep(written, chance);
  }

  /** Undoes the last batches; at least so many of the first stay. Says how many do not. */
  private int keep(int least, Chance chance) {
    int kept = least + chance.below(batches.size() - least + 1);
    int undone = batches.size() - kept;
    while (batches.size() > kept) {
      List<Before> before = batches.removeLast().before;
      for (int i = before.size() - 1; i >= 0; i--) {
        byte[] value = before.get(i).value();
        if (value == null) {
          records.remove(before.get(i).key());
        } else {
          records.put(before.get(i).key(), value);
        }
      }
    }
    return undone;
  }

  boolean rot(int leastKeyBytes, Chance chance) {
    List<byte[]> keys = new ArrayList<>();
    records.forEach(
        (key, value) -> {
          if (key.length >= leastKeyBytes && value.length > 0) {
            keys.add(key);
          }
        });
    if (keys.isEmpty()) {
      return false;
    }
    records.computeIfPresent(
        chance.oneOf(keys),
        (key, value) -> {
          byte[] rotten = value.clone();
          rotten[chance.below(rotten.length)] ^= (byte) (1 << chance.below(8));
          return rotten;
        });
    return true;
  }

  void wipe() {
    records.clear();
    batches.clear();
  }

  /** Values are never changed in place, so they are shared. */
  SortedMap<byte[], byte[]> copy() {
    TreeMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
    copy.putAll(records);
    return copy;
  }

  void restore(SortedMap<byte[], byte[]> content) {
    wipe();
    records.putAll(content);
  }
}
