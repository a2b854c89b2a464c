package io.dynamo.api.storage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The reference engine: a sorted map in memory. It survives nothing; use it for tests and caches.
 * The lock is what makes a batch atomic for readers.
 */
public final class InMemoryStorageEngine implements StorageEngine {
  private final TreeMap<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  @Override
  public byte @Nullable [] get(byte[] key) {
    StorageLimits.checkKey(key);
    lock.readLock().lock();
    try {
      checkOpen();
      byte[] value = records.get(key);
      return value == null ? null : value.clone();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void write(List<Mutation> batch) {
    batch.forEach(StorageLimits::check);
    lock.writeLock().lock();
    try {
      checkOpen();
      for (Mutation mutation : batch) {
        byte[] value = mutation.value();
        if (value == null) {
          records.remove(mutation.key());
        } else {
          records.put(mutation.key().clone(), value.clone());
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void sync() {
    lock.readLock().lock();
    try {
      checkOpen();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** One look-up per record: the lock is never held while the visitor runs. */
  @Override
  public void scan(byte[] from, byte @Nullable [] to, RecordVisitor visitor) {
    Map.Entry<byte[], byte[]> next = next(from, true);
    while (next != null && (to == null || Arrays.compareUnsigned(next.getKey(), to) < 0)) {
      if (!visitor.visit(next.getKey().clone(), next.getValue().clone())) {
        return;
      }
      next = next(next.getKey(), false);
    }
  }

  private Map.@Nullable Entry<byte[], byte[]> next(byte[] key, boolean inclusive) {
    lock.readLock().lock();
    try {
      checkOpen();
      return inclusive ? records.ceilingEntry(key) : records.higherEntry(key);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this engine is closed");
    }
  }
}
