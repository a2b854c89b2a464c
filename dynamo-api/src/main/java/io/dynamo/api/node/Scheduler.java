package io.dynamo.api.node;

/** Time and timers of one loop. */
public interface Scheduler {
  /** Monotonic time, for timeouts; its zero means nothing. */
  long nanoTime();

  /** Wall clock time in milliseconds since 1970, for time stamps and display only; it may jump. */
  long wallMillis();

  /**
   * Runs the task on this loop, not before the delay is over; maybe later.
   *
   * @param delayNanos at least 0
   */
  Timer schedule(long delayNanos, Runnable task);

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Timer {
    /** Keeps the task from running, if it has not begun. */
    void cancel();
  }
}
