package io.dynamo.bench.tree;

import io.dynamo.api.node.Scheduler;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A loop in real time on the thread that runs it. */
final class LiveLoop implements Scheduler {
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long sequence;

  private record Task(long due, long sequence, Runnable run) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byDue = Long.compare(due, other.due);
      return byDue != 0 ? byDue : Long.compare(sequence, other.sequence);
    }
  }

  /** Runs what is due until the end is reached. */
  void runUntil(BooleanSupplier end) {
    while (!end.getAsBoolean()) {
      Task next = tasks.peek();
      if (next == null) {
        throw new IllegalStateException("nothing is left to do, and the end is not reached");
      }
      long wait = next.due() - nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      } else {
        tasks.remove().run().run();
      }
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    boolean[] cancelled = new boolean[1];
    Runnable unlessCancelled =
        () -> {
          if (!cancelled[0]) {
            task.run();
          }
        };
    tasks.add(new Task(nanoTime() + delayNanos, sequence++, unlessCancelled));
    return () -> cancelled[0] = true;
  }
}
