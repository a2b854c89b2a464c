package io.dynamo.server.command.transfer;

import java.util.concurrent.Semaphore;

/** A bound on the bytes that are in memory at the same time. Any thread may call. */
final class ByteBudget {
  private final long limit;
  private final Semaphore free;

  /** A budget of this many bytes, less than 2 GiB. */
  ByteBudget(int limit) {
    this.limit = limit;
    this.free = new Semaphore(limit, true);
  }

  /** Waits until there is room. What is larger than the whole budget waits for all of it. */
  void take(long bytes) throws InterruptedException {
    free.acquire(permits(bytes));
  }

  /** Gives back what was taken. */
  void giveBack(long bytes) {
    free.release(permits(bytes));
  }

  /** How many bytes could be taken now. */
  int free() {
    return free.availablePermits();
  }

  private int permits(long bytes) {
    return (int) Math.min(limit, bytes);
  }
}
