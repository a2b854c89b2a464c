package io.dynamo.server.data;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that read from the engine, one pool for the whole node: a read may wait for the disk,
 * and an event loop must not. What waits for a thread is bounded. Used by all threads.
 */
public final class EngineReaders implements AutoCloseable {
  private final ThreadPoolExecutor threads;

  /**
   * Starts the threads.
   *
   * @param count how many read at the same time
   * @param mostWaiting how many reads may wait for one of them
   */
  public EngineReaders(int count, int mostWaiting) {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(mostWaiting),
            task -> {
              Thread thread = new Thread(task, "dynamo-reader-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Has the task run soon on one of the threads, unless it is refused. */
  Admission submit(Runnable task) {
    try {
      threads.execute(task);
      return Admission.ACCEPTED;
    } catch (RejectedExecutionException e) {
      return threads.isShutdown() ? Admission.CLOSED : Admission.FULL;
    }
  }

  /** How many reads wait for a thread. */
  public int waiting() {
    return threads.getQueue().size();
  }

  /** Takes nothing more, and returns when all that was accepted is done. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    boolean done = false;
    while (!done) {
      try {
        done = threads.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
