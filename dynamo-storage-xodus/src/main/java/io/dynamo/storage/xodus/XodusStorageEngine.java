package io.dynamo.storage.xodus;

import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.RecordVisitor;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageFullException;
import io.dynamo.api.storage.StorageLimits;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import jetbrains.exodus.OutOfDiskSpaceException;
import jetbrains.exodus.env.EnvironmentImpl;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Records in Xodus, each batch one exclusive transaction, reads from snapshots that no write
 * disturbs. With {@link Durability#SYNC} each commit is synced, so that {@link #sync} has nothing
 * left to do; with {@code NONE} only {@code sync} syncs at once. Xodus always writes in order.
 *
 * <p>Closing waits for transactions under way, which are short: each is made under the read side of
 * a lock. A visitor runs under no lock and in no transaction.
 */
final class XodusStorageEngine implements StorageEngine {
  private final OpenEnvironment open;
  private final EnvironmentImpl environment;
  private final Records records;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Guarded by {@link #lock}. */
  private boolean closed;

  XodusStorageEngine(OpenEnvironment open) {
    this.open = open;
    this.environment = open.environment();
    try {
      this.records = Records.open(environment);
    } catch (RuntimeException e) {
      StorageException failure = failure("open", e);
      open.close();
      throw failure;
    }
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    StorageLimits.checkKey(key);
    return read("read", txn -> records.get(txn, key));
  }

  @Override
  public void scan(byte[] from, byte @Nullable [] to, RecordVisitor visitor) {
    ScanPage page = ScanPage.first(from, to);
    while (page != null) {
      ScanPage current = page;
      read(
          "scan",
          txn -> {
            records.read(txn, current);
            return null;
          });
      page = current.next();
      if (!current.show(visitor)) {
        return;
      }
    }
  }

  private <T> @Nullable T read(String what, Function<Transaction, @Nullable T> body) {
    return locked(what, () -> environment.computeInReadonlyTransaction(body::apply));
  }

  @Override
  public void write(List<Mutation> batch) {
    batch.forEach(StorageLimits::check);
    locked(
        "write",
        () -> {
          environment.executeInExclusiveTransaction(txn -> apply(batch, txn));
          return null;
        });
  }

  private void apply(List<Mutation> batch, Transaction txn) {
    for (Mutation mutation : batch) {
      byte[] value = mutation.value();
      if (value == null) {
        records.remove(txn, mutation.key());
      } else {
        records.put(txn, mutation.key(), value);
      }
    }
  }

  @Override
  public void sync() {
    locked(
        "sync",
        () -> {
          environment.flushAndSync();
          return null;
        });
  }

  /** Xodus throws runtime exceptions of many kinds; here they all mean that it failed. */
  private <T> @Nullable T locked(String what, Supplier<@Nullable T> body) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("this engine is closed");
      }
      try {
        return body.get();
      } catch (StorageException e) {
        throw e;
      } catch (RuntimeException e) {
        throw failure(what, e);
      }
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
        open.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private StorageException failure(String what, RuntimeException cause) {
    if (!isOperative()) {
      return new StorageException(
          "Xodus in "
              + open.directory()
              + " could not take a failed write back and does nothing more: close it, see to the"
              + " disk, and open it again",
          cause);
    }
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof OutOfDiskSpaceException) {
        return new StorageFullException(
            "cannot " + what + " in " + open.directory() + ": the disk is full", cause);
      }
    }
    return new StorageException(
        "cannot " + what + " in " + open.directory() + ": " + cause.getMessage(), cause);
  }

  /** Xodus does not tell but by refusing all transactions. */
  private boolean isOperative() {
    try {
      environment.beginReadonlyTransaction().abort();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
