package io.dynamo.server.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the writer, bounded by count and by bytes. Many threads offer, one takes. A write
 * that alone is over the bound of bytes is taken when nothing else waits: else it never could be.
 */
final class WriteQueue<W> {
  private final int maxWrites;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Waiting<W>> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  WriteQueue(int maxWrites, long maxBytes) {
    if (maxWrites < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "bounds must be positive, were " + maxWrites + " writes and " + maxBytes + " bytes");
    }
    this.maxWrites = maxWrites;
    this.maxBytes = maxBytes;
  }

  /** Never blocks for long. What is accepted will be taken. */
  Admission offer(W write, long size) {
    lock.lock();
    try {
      if (closed) {
        return Admission.CLOSED;
      }
      if (waiting.size() >= maxWrites || (!waiting.isEmpty() && bytes + size > maxBytes)) {
        return Admission.FULL;
      }
      waiting.add(new Waiting<>(write, size));
      bytes += size;
      changed.signal();
      return Admission.ACCEPTED;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Everything that waits, in order, within these bounds, but at least one; blocks until there is
   * one.
   *
   * @return empty once the queue is closed and nothing waits
   */
  List<W> take(int mostWrites, long mostBytes) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      List<W> batch = new ArrayList<>();
      long size = 0;
      while (!waiting.isEmpty()
          && batch.size() < mostWrites
          && (batch.isEmpty() || size + waiting.peek().bytes() <= mostBytes)) {
        Waiting<W> next = waiting.remove();
        batch.add(next.write());
        size += next.bytes();
      }
      bytes -= size;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing is accepted. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many writes wait. */
  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private record Waiting<W>(W write, long bytes) {}
}
