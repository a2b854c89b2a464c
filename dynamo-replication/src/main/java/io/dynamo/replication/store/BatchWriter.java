package io.dynamo.replication.store;

import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageFullException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes changed records and the leaf sums that go with them, all in one batch of the engine. If
 * the disk is too full for that, each record is tried alone with its leaf, so that one large value
 * does not fail the small ones beside it. The same record is written again with the dots that it
 * already has; none is made anew. Belongs to the writer thread.
 */
final class BatchWriter {
  private final StorageEngine engine;
  private final LeafSums leafSums;
  private final LeafHash leafHash;

  BatchWriter(StorageEngine engine, LeafSums leafSums, LeafHash leafHash) {
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
    TreeMap<Integer, LeafSum> sums = new TreeMap<>();
    for (PendingRecord record : records) {
      mutations.add(record.mutation());
      LeafSum old = leafHash.of(record.key(), record.before().siblings());
      LeafSum next = leafHash.of(record.key(), record.after().siblings());
      LeafSum staged = sums.get(record.leaf());
      LeafSum sum = staged != null ? staged : leafSums.sum(record.leaf());
      sums.put(record.leaf(), sum.minus(old).plus(next));
    }
    sums.forEach(
        (leaf, sum) -> mutations.add(Mutation.put(leafSums.engineKey(leaf), sum.toBytes())));
    engine.write(mutations);
    sums.forEach(leafSums::written);
  }
}
