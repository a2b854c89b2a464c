package io.dynamo.server.peer;

import io.dynamo.api.node.Scheduler;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Many timeouts on one timer: most are cancelled long before they are due, which here costs nothing
 * but a mark. Belongs to one event loop.
 */
final class Deadlines {
  /** So many cancelled ones may lie about before they are swept out. */
  private static final int SWEEP_AT = 4096;

  private final Scheduler scheduler;
  private final PriorityQueue<Deadline> queue = new PriorityQueue<>();
  private int cancelled;
  private Scheduler.@Nullable Timer timer;
  private long timerNanos;

  Deadlines(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Runs the task once this time is over, unless it is cancelled. */
  Deadline in(long delayNanos, Runnable task) {
    long now = scheduler.nanoTime();
    // Two centuries do for "for ever", and keep differences of times from overflowing.
    Deadline deadline = new Deadline(now + Math.min(delayNanos, Long.MAX_VALUE / 4), task);
    queue.add(deadline);
    arm(now);
    return deadline;
  }

  /** How many deadlines are kept, cancelled ones included. */
  int size() {
    return queue.size();
  }

  /** Sets the timer for the earliest deadline, if it is not set for an earlier time already. */
  private void arm(long now) {
    Deadline first = queue.peek();
    if (first == null || (timer != null && timerNanos - first.atNanos <= 0)) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    timerNanos = first.atNanos;
    timer = scheduler.schedule(Math.max(1, first.atNanos - now), this::onTimer);
  }

  private void onTimer() {
    timer = null;
    long now = scheduler.nanoTime();
    for (Deadline first = queue.peek(); first != null; first = queue.peek()) {
      if (first.task != null && first.atNanos - now > 0) {
        break;
      }
      queue.poll();
      Runnable task = first.task;
      if (task == null) {
        cancelled--;
      } else {
        first.task = null;
        task.run();
      }
    }
    arm(now);
  }

  private void sweep() {
    if (cancelled > SWEEP_AT && cancelled > queue.size() / 2) {
      queue.removeIf(deadline -> deadline.task == null);
      cancelled = 0;
    }
  }

  /** One timeout. */
  final class Deadline implements Comparable<Deadline> {
    private final long atNanos;
    private @Nullable Runnable task;

    private Deadline(long atNanos, Runnable task) {
      this.atNanos = atNanos;
      this.task = task;
    }

    /** Keeps the task from running, if it has not. */
    void cancel() {
      if (task != null) {
        task = null;
        cancelled++;
        sweep();
      }
    }

    @Override
    public int compareTo(Deadline other) {
      return Long.signum(atNanos - other.atNanos);
    }
  }
}
