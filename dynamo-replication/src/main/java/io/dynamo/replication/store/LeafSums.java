package io.dynamo.replication.store;

import io.dynamo.api.ClusterId;
import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of the hash tree as the engine holds them (Dynamo §4.7), with those that were read or
 * written kept in memory: at most 2^leafBits of 16 bytes, in pages that are made when needed. A sum
 * enters the memory only after the batch that has it was written, so a failed batch leaves it
 * right.
 *
 * <p>Belongs to the writer thread.
 */
final class LeafSums {
  private static final int PAGE_BITS = 8;
  private static final int PAGE_LEAVES = 1 << PAGE_BITS;

  private final StorageEngine engine;
  private final int leafBits;
  private final long[] @Nullable [] pages;
  private final BitSet known = new BitSet();

  LeafSums(StorageEngine engine, int leafBits) {
    if (leafBits < 1 || leafBits > 24) {
      throw new IllegalArgumentException("leaf width must be 1..24 bits, was " + leafBits);
    }
    this.engine = engine;
    this.leafBits = leafBits;
    this.pages = new long[1 << Math.max(0, leafBits - PAGE_BITS)][];
  }

  int leafOf(Position position) {
    return position.leaf(leafBits);
  }

  byte[] engineKey(int leaf) {
    return EngineKeys.ofLeaf(leaf, leafBits);
  }

  /**
   * The sum of this leaf as it was last written.
   *
   * @throws StorageException if it cannot be read
   */
  HashSum sum(int leaf) {
    if (!known.get(leaf)) {
      written(leaf, read(engine.get(engineKey(leaf)), leaf));
    }
    long[] page = page(leaf);
    int at = 2 * (leaf & (PAGE_LEAVES - 1));
    return new HashSum(page[at], page[at + 1]);
  }

  int leafBits() {
    return leafBits;
  }

  /** The first engine key that is not in the leaves before this one; null after the last. */
  byte @Nullable [] boundary(int leaf) {
    return EngineKeys.boundary(leaf, leafBits);
  }

  /**
   * The sum of this leaf without the records under these engine keys and without damaged ones, from
   * the records themselves.
   */
  HashSum sumWithout(int leaf, List<byte[]> left, LeafHash hash) {
    HashSum[] sum = {HashSum.ZERO};
    engine.scan(
        engineKey(leaf),
        boundary(leaf + 1),
        (engineKey, value) -> {
          if (EngineKeys.isRecord(engineKey)
              && left.stream().noneMatch(other -> Arrays.equals(other, engineKey))) {
            sum[0] = sum[0].plus(hashOf(engineKey, value, hash));
          }
          return true;
        });
    return sum[0];
  }

  private static HashSum hashOf(byte[] engineKey, byte[] value, LeafHash hash) {
    try {
      return hash.of(EngineKeys.key(engineKey), RecordFormat.decode(value).siblings());
    } catch (DamagedRecordException e) {
      return HashSum.ZERO;
    }
  }

  /** Notes that the engine now holds this sum. */
  void written(int leaf, HashSum sum) {
    long[] page = page(leaf);
    int at = 2 * (leaf & (PAGE_LEAVES - 1));
    page[at] = sum.high();
    page[at + 1] = sum.low();
    known.set(leaf);
  }

  private long[] page(int leaf) {
    int index = leaf >>> PAGE_BITS;
    long[] page = pages[index];
    if (page == null) {
      page = new long[2 * PAGE_LEAVES];
      pages[index] = page;
    }
    return page;
  }

  /**
   * The sums of all leaves that have records, from the records themselves: what {@link #sum} must
   * equal. Reads the whole store.
   *
   * @throws DamagedRecordException if a record fails its checksum
   */
  static Map<Integer, HashSum> recompute(StorageEngine engine, ClusterId clusterId, int leafBits) {
    TreeMap<Integer, HashSum> sums = new TreeMap<>();
    LeafHash hash = new LeafHash(clusterId);
    engine.scan(
        new byte[0],
        null,
        (engineKey, value) -> {
          if (EngineKeys.isRecord(engineKey)) {
            Position position = EngineKeys.position(engineKey);
            Key key = EngineKeys.key(engineKey);
            HashSum one = hash.of(key, RecordFormat.decode(value).siblings());
            sums.merge(position.leaf(leafBits), one, HashSum::plus);
          }
          return true;
        });
    return sums;
  }

  /** The sums that the engine holds, leaves without one left out. Reads the whole store. */
  static Map<Integer, HashSum> stored(StorageEngine engine, int leafBits) {
    TreeMap<Integer, HashSum> sums = new TreeMap<>();
    int unused = (leafBits + 7) / 8 * 8 - leafBits;
    engine.scan(
        new byte[0],
        null,
        (engineKey, value) -> {
          if (EngineKeys.isLeaf(engineKey)) {
            int leaf = 0;
            for (byte next : engineKey) {
              leaf = leaf << 8 | (next & 0xff);
            }
            sums.put(leaf >>> unused, read(value, leaf >>> unused));
          }
          return true;
        });
    return sums;
  }

  private static HashSum read(byte @Nullable [] value, int leaf) {
    if (value == null) {
      return HashSum.ZERO;
    }
    if (value.length != HashSum.BYTES) {
      throw new StorageException("leaf " + leaf + " has " + value.length + " bytes, not 16");
    }
    return HashSum.fromBytes(value);
  }
}
