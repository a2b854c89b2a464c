package io.dynamo.replication.store;

import io.dynamo.api.HashSum;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageFullException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes changed records and the leaf sums that go with them, all in one batch of the engine. If
 * the disk is too full for that, each record is tried alone with its leaf, so that one large value
 * does not fail the small ones beside it. The same record is written again with the dots that it
 * already has; none is made anew. Belongs to the writer thread.
 */
final class BatchWriter {
  private final StorageEngine engine;
  private final @Nullable LeafSums leafSums;
  private final LeafHash leafHash;

  /** A writer; {@code leafSums} is null for hints, which are in no tree. */
  BatchWriter(StorageEngine engine, @Nullable LeafSums leafSums, LeafHash leafHash) {
    this.engine = engine;
    this.leafSums = leafSums;
    this.leafHash = leafHash;
  }

  /**
   * Writes what it can.
   *
   * @return which records are not written and why; empty if all are
   */
  Map<PendingRecord, StorageException> write(List<PendingRecord> changed) {
    Map<PendingRecord, StorageException> failures = new LinkedHashMap<>();
    try {
      writeAtOnce(changed);
    } catch (StorageFullException e) {
      if (changed.size() == 1) {
        failures.put(changed.get(0), e);
      } else {
        writeEach(changed, failures);
      }
    } catch (StorageException e) {
      changed.forEach(record -> failures.put(record, e));
    }
    return failures;
  }

  private void writeEach(
      List<PendingRecord> changed, Map<PendingRecord, StorageException> failures) {
    for (PendingRecord record : changed) {
      try {
        writeAtOnce(List.of(record));
      } catch (StorageException e) {
        failures.put(record, e);
      }
    }
  }

  private void writeAtOnce(List<PendingRecord> records) {
    List<Mutation> mutations = new ArrayList<>(2 * records.size());
    records.forEach(record -> mutations.add(record.mutation()));
    LeafSums tree = leafSums;
    if (tree == null) {
      engine.write(mutations);
      return;
    }
    TreeMap<Integer, HashSum> sums = new TreeMap<>();
    for (PendingRecord record : records) {
      HashSum old = leafHash.of(record.key(), record.before().siblings());
      HashSum next = leafHash.of(record.key(), record.after().siblings());
      HashSum staged = sums.get(record.leaf());
      HashSum sum = staged != null ? staged : tree.sum(record.leaf());
      sums.put(record.leaf(), sum.minus(old).plus(next));
    }
    sums.forEach((leaf, sum) -> mutations.add(Mutation.put(tree.engineKey(leaf), sum.toBytes())));
    engine.write(mutations);
    sums.forEach(tree::written);
  }
}
