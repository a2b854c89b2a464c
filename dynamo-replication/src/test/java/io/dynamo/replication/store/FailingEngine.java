package io.dynamo.replication.store;

import io.dynamo.api.storage.InMemoryStorageEngine;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.RecordVisitor;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageFullException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An engine in memory that really applies what it is given, fails at chosen points, knows what a
 * power cut would leave, and writes down its calls.
 */
final class FailingEngine implements StorageEngine {
  private InMemoryStorageEngine engine = new InMemoryStorageEngine();
  private final List<Mutation> unsynced = new ArrayList<>();
  private InMemoryStorageEngine onDisk = new InMemoryStorageEngine();
  private final List<String> calls;
  private @Nullable RuntimeException readFailure;
  private @Nullable RuntimeException writeFailure;
  private @Nullable RuntimeException syncFailure;
  private long room = Long.MAX_VALUE;

  /**
   * @param calls gets a line for each write and sync
   */
  FailingEngine(List<String> calls) {
    this.calls = calls;
  }

  /** Another engine with what this one has now. */
  FailingEngine copy() {
    FailingEngine copy = new FailingEngine(calls);
    copyAll(engine, copy.engine);
    copyAll(engine, copy.onDisk);
    return copy;
  }

  /** Only what was synced is left. */
  void cutPower() {
    engine = new InMemoryStorageEngine();
    copyAll(onDisk, engine);
    unsynced.clear();
  }

  void failReads(@Nullable RuntimeException with) {
    readFailure = with;
  }

  void failWrites(@Nullable RuntimeException with) {
    writeFailure = with;
  }

  void failSyncs(@Nullable RuntimeException with) {
    syncFailure = with;
  }

  /** A batch with more bytes of values than this finds the disk full. */
  void room(long bytes) {
    room = bytes;
  }

  /** Flips one bit of a stored value. */
  void damage(byte[] key, int at) {
    byte[] value = engine.get(key);
    if (value == null) {
      throw new AssertionError("nothing to damage");
    }
    value[at] ^= 4;
    apply(List.of(Mutation.put(key, value)));
  }

  /** Removes one record behind the store's back. */
  void forget(byte[] key) {
    apply(List.of(Mutation.remove(key)));
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    if (readFailure != null) {
      throw readFailure;
    }
    return engine.get(key);
  }

  @Override
  public void write(List<Mutation> batch) {
    long bytes = 0;
    int records = 0;
    for (Mutation mutation : batch) {
      byte[] value = mutation.value();
      bytes += value == null ? 0 : value.length;
      records += EngineKeys.isRecord(mutation.key()) ? 1 : 0;
    }
    calls.add("write " + records);
    if (writeFailure != null) {
      throw writeFailure;
    }
    if (bytes > room) {
      throw new StorageFullException(bytes + " bytes do not fit", null);
    }
    apply(batch);
  }

  private void apply(List<Mutation> batch) {
    engine.write(batch);
    unsynced.addAll(batch);
  }

  @Override
  public void sync() {
    calls.add("sync");
    if (syncFailure != null) {
      throw syncFailure;
    }
    onDisk.write(unsynced);
    unsynced.clear();
  }

  @Override
  public void scan(byte[] from, byte @Nullable [] to, RecordVisitor visitor) {
    engine.scan(from, to, visitor);
  }

  @Override
  public void close() {
    engine.close();
  }

  private static void copyAll(StorageEngine from, StorageEngine to) {
    from.scan(
        new byte[0],
        null,
        (key, value) -> {
          to.write(List.of(Mutation.put(key, value)));
          return true;
        });
  }

  /** A failure that is not a full disk. */
  static StorageException broken() {
    return new StorageException("broken");
  }
}
