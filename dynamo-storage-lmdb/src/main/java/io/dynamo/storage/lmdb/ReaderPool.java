package io.dynamo.storage.lmdb;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * Read transactions that are renewed for each use, which is much cheaper than new ones, each with a
 * key buffer. At most as many as the reader table has slots; further threads wait for one. Between
 * uses they are reset: they pin no pages and do not hinder growing the map. For many threads.
 */
final class ReaderPool {
  private final Env<NativeBytes> env;
  private final Semaphore slots;
  private final ConcurrentLinkedQueue<Reader> idle = new ConcurrentLinkedQueue<>();

  ReaderPool(Env<NativeBytes> env, int maxReaders) {
    this.env = env;
    this.slots = new Semaphore(maxReaders);
  }

  private record Reader(Txn<NativeBytes> txn, NativeBytes buffer) {}

  /** Calls back within a transaction of its own. */
  <T> @Nullable T read(BiFunction<Txn<NativeBytes>, NativeBytes, @Nullable T> body) {
    slots.acquireUninterruptibly();
    try {
      Reader reader = renewed();
      try {
        return body.apply(reader.txn, reader.buffer);
      } finally {
        reader.txn.reset();
        idle.add(reader);
      }
    } finally {
      slots.release();
    }
  }

  private Reader renewed() {
    Reader reader = idle.poll();
    if (reader == null) {
      return new Reader(env.txnRead(), NativeBytes.buffer(Records.BUCKET_KEY_BYTES));
    }
    try {
      reader.txn.renew();
    } catch (RuntimeException e) {
      reader.txn.close();
      throw e;
    }
    return reader;
  }

  /** Gives all slots back. No read may be under way or follow. */
  void close() {
    for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
      reader.txn.close();
    }
  }
}
