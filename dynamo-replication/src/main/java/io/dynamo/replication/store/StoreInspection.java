package io.dynamo.replication.store;

import io.dynamo.api.ClusterId;
import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.versioning.Siblings;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Looks into an engine past its store, also when no node runs on it: for tests, simulations and
 * tools. Pure functions; calls block as the engine's do.
 */
public final class StoreInspection {
  private StoreInspection() {}

  /**
   * All that the engine holds under the key; {@link Siblings#NONE} if nothing.
   *
   * @throws DamagedRecordException if the record fails its checksum
   */
  public static Siblings read(StorageEngine engine, Key key, Position position) {
    byte[] bytes = engine.get(EngineKeys.ofRecord(position, key));
    return bytes == null ? Siblings.NONE : RecordFormat.decode(bytes).siblings();
  }

  /**
   * The leaves of the hash tree whose stored sum is not that of their records (Dynamo §4.7), in
   * order; none in a sound store. Reads all of it.
   *
   * @throws DamagedRecordException if a record fails its checksum
   */
  public static SortedSet<Integer> wrongLeaves(
      StorageEngine engine, ClusterId clusterId, int leafBits) {
    Map<Integer, HashSum> stored = LeafSums.stored(engine, leafBits);
    Map<Integer, HashSum> recomputed = LeafSums.recompute(engine, clusterId, leafBits);
    TreeSet<Integer> leaves = new TreeSet<>(stored.keySet());
    leaves.addAll(recomputed.keySet());
    leaves.removeIf(
        leaf ->
            stored
                .getOrDefault(leaf, HashSum.ZERO)
                .equals(recomputed.getOrDefault(leaf, HashSum.ZERO)));
    return leaves;
  }
}
