package io.dynamo.storage.lmdb;

import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.RecordVisitor;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageLimits;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * Records in LMDB, each batch one transaction, reads from snapshots that no write disturbs. With
 * {@link Durability#SYNC} each commit is synced and in order, so that {@link #sync} has nothing
 * left to do; with {@code NONE} only {@code sync} syncs, and a power cut may tear the file.
 *
 * <p>LMDB crashes the process if it is used after close, or while its map is replaced by a larger
 * one. Therefore every transaction is made under the read side of a lock, and closing and growing
 * take the write side: they wait for transactions under way, which are short. A visitor runs under
 * no lock and in no transaction.
 */
final class LmdbStorageEngine implements StorageEngine {
  private final DirectoryLock directoryLock;
  private final LmdbFailures failures;
  private final Env<NativeBytes> env;
  private final Records records;
  private final ReaderPool readers;
  private final boolean syncs;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Object writing = new Object();
  private final NativeBytes writeBuffer = NativeBytes.buffer(Records.BUCKET_KEY_BYTES);

  /** Guarded by {@link #lock}. */
  private boolean closed;

  /** Why nothing can be done any more. Guarded by {@link #lock}. */
  private @Nullable StorageException broken;

  LmdbStorageEngine(
      DirectoryLock directoryLock,
      LmdbFailures failures,
      Env<NativeBytes> env,
      int maxReaders,
      boolean syncs) {
    this.directoryLock = directoryLock;
    this.failures = failures;
    this.env = env;
    this.records = new Records(env);
    this.readers = new ReaderPool(env, maxReaders);
    this.syncs = syncs;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    StorageLimits.checkKey(key);
    return read("read", (txn, buffer) -> records.get(txn, buffer, key));
  }

  @Override
  public void scan(byte[] from, byte @Nullable [] to, RecordVisitor visitor) {
    ScanPage page = ScanPage.first(from, to);
    while (page != null) {
      ScanPage current = page;
      read(
          "scan",
          (txn, buffer) -> {
            records.read(txn, buffer, current);
            return null;
          });
      page = current.next();
      if (!current.show(visitor)) {
        return;
      }
    }
  }

  private <T> @Nullable T read(
      String what, BiFunction<Txn<NativeBytes>, NativeBytes, @Nullable T> body) {
    lock.readLock().lock();
    try {
      checkUsable();
      return readers.read(body);
    } catch (LmdbException e) {
      throw failures.of(what, e);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void write(List<Mutation> batch) {
    batch.forEach(StorageLimits::check);
    synchronized (writing) {
      long mapBytes = tryWrite(batch);
      while (mapBytes != 0) {
        grow(mapBytes, batch);
        mapBytes = tryWrite(batch);
      }
    }
  }

  /** Writes the batch and returns 0, or returns the size of the map that is too small for it. */
  private long tryWrite(List<Mutation> batch) {
    lock.readLock().lock();
    try {
      checkUsable();
      try (Txn<NativeBytes> txn = env.txnWrite()) {
        for (Mutation mutation : batch) {
          byte[] value = mutation.value();
          if (value == null) {
            records.remove(txn, writeBuffer, mutation.key());
          } else {
            records.put(txn, writeBuffer, mutation.key(), value);
          }
        }
        txn.commit();
        return 0;
      } catch (Env.MapFullException e) {
        return env.info().mapSize;
      }
    } catch (LmdbException e) {
      throw failures.of("write", e);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Doubles the map, or more if the batch alone is larger. Only the disk bounds it. */
  private void grow(long mapBytes, List<Mutation> batch) {
    long batchBytes = 0;
    for (Mutation mutation : batch) {
      byte[] value = mutation.value();
      batchBytes += mutation.key().length + (value == null ? 0L : value.length);
    }
    lock.writeLock().lock();
    try {
      checkUsable();
      env.setMapSize(Math.max(2 * mapBytes, mapBytes + batchBytes));
    } catch (LmdbException e) {
      broken =
          new StorageException(
              "the map of LMDB cannot grow over " + mapBytes + " bytes: no address space left", e);
      throw broken;
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void sync() {
    lock.readLock().lock();
    try {
      checkUsable();
      if (!syncs) {
        env.sync(true);
      }
    } catch (LmdbException e) {
      throw failures.of("sync", e);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        readers.close();
        env.close();
        directoryLock.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void checkUsable() {
    if (closed) {
      throw new IllegalStateException("this engine is closed");
    }
    if (broken != null) {
      throw new StorageException("this engine failed before and cannot be used", broken);
    }
  }
}
