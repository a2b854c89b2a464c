package io.dynamo.replication.store;

import io.dynamo.api.ByteWriter;
import io.dynamo.api.HashSum;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was taken out of a store and is kept for people to look at, in the same engine: damaged
 * records, and records of an older disk (rule D5). It is never read by the node itself.
 *
 * <pre>format(1)=1, engine key and value, each after its length</pre>
 *
 * Belongs to the writer thread.
 */
final class Aside {
  private static final int FORMAT = 1;

  private final StorageEngine engine;
  private final @Nullable LeafSums leafSums;
  private final LeafHash leafHash;
  private long next = -1;

  /** Keeps aside what is in this engine; {@code leafSums} is null for hints. */
  Aside(StorageEngine engine, @Nullable LeafSums leafSums, LeafHash leafHash) {
    this.engine = engine;
    this.leafSums = leafSums;
    this.leafHash = leafHash;
  }

  /**
   * Takes what is under these places out of the store as it is, with its part of the leaves, in one
   * batch. Not synced yet.
   *
   * @param staying what of a record is to stay; {@link StoredRecord#NONE} if nothing
   * @return whether there was anything
   * @throws io.dynamo.api.storage.StorageException if it cannot be done; nothing has changed
   */
  boolean take(List<Place> places, UnaryOperator<StoredRecord> staying) {
    List<byte[]> engineKeys = new ArrayList<>();
    for (Place place : places) {
      engineKeys.add(EngineKeys.ofRecord(place.position(), place.key()));
    }
    List<Mutation> batch = new ArrayList<>();
    TreeMap<Integer, HashSum> sums = new TreeMap<>();
    LeafSums tree = leafSums;
    for (int i = 0; i < places.size(); i++) {
      byte[] bytes = engine.get(engineKeys.get(i));
      if (bytes == null) {
        continue;
      }
      StoredRecord stays = stays(bytes, staying);
      batch.add(
          stays.siblings().isNone()
              ? Mutation.remove(engineKeys.get(i))
              : Mutation.put(engineKeys.get(i), RecordFormat.encode(stays)));
      batch.add(kept(engineKeys.get(i), bytes));
      if (tree != null) {
        int leaf = tree.leafOf(places.get(i).position());
        HashSum others =
            sums.computeIfAbsent(leaf, unused -> tree.sumWithout(leaf, engineKeys, leafHash));
        sums.put(leaf, others.plus(leafHash.of(places.get(i).key(), stays.siblings())));
      }
    }
    if (tree != null) {
      sums.forEach((leaf, sum) -> batch.add(Mutation.put(tree.engineKey(leaf), sum.toBytes())));
    }
    if (batch.isEmpty()) {
      return false;
    }
    engine.write(batch);
    if (tree != null) {
      sums.forEach(tree::written);
    }
    return true;
  }

  /** Of what cannot be read nothing stays. */
  private static StoredRecord stays(byte[] bytes, UnaryOperator<StoredRecord> staying) {
    try {
      return staying.apply(RecordFormat.decode(bytes));
    } catch (DamagedRecordException e) {
      return StoredRecord.NONE;
    }
  }

  private Mutation kept(byte[] engineKey, byte[] value) {
    if (next < 0) {
      next = firstFree();
    }
    ByteWriter out = new ByteWriter(16 + engineKey.length + value.length);
    out.byte8(FORMAT);
    out.bytes(engineKey);
    out.bytes(value);
    return Mutation.put(EngineKeys.ofAside(next++), out.toBytes());
  }

  /** Behind what is aside already. */
  private long firstFree() {
    long[] free = new long[1];
    engine.scan(
        EngineKeys.ofAside(0),
        null,
        (engineKey, value) -> {
          free[0] = Math.max(free[0], EngineKeys.asideNumber(engineKey) + 1);
          return true;
        });
    return free[0];
  }
}
