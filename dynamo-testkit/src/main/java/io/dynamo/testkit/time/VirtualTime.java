package io.dynamo.testkit.time;

import io.dynamo.api.node.Scheduler;
import java.util.PriorityQueue;

/**
 * The time of a simulated world: a queue of events by time, those of one time in the order in which
 * they were asked for. Time passes only from one event to the next. Not thread-safe.
 */
public final class VirtualTime {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nanos;
  private long sequence;

  /** How long the world has been running. */
  public long nanos() {
    return nanos;
  }

  /**
   * Has the task run when the delay is over.
   *
   * @param delayNanos at least 0
   */
  public Scheduler.Timer after(long delayNanos, Runnable task) {
    if (delayNanos < 0) {
      throw new IllegalArgumentException("delay must be at least 0, was " + delayNanos);
    }
    return at(nanos + delayNanos, task);
  }

  /** Has the task run at this time; one that has passed is now. */
  public Scheduler.Timer at(long atNanos, Runnable task) {
    Event event = new Event(Math.max(nanos, atNanos), sequence++, task);
    events.add(event);
    return event;
  }

  /**
   * Runs the next event.
   *
   * @return false if there is none
   */
  public boolean runNext() {
    Event next = events.poll();
    if (next == null) {
      return false;
    }
    nanos = next.atNanos;
    next.run();
    return true;
  }

  /** Runs all events up to this time, which it then is. */
  public void runUntil(long untilNanos) {
    for (Event next = events.peek();
        next != null && next.atNanos <= untilNanos;
        next = events.peek()) {
      runNext();
    }
    nanos = Math.max(nanos, untilNanos);
  }

  /** How many events are still to come, cancelled ones included. */
  public int waiting() {
    return events.size();
  }

  private static final class Event implements Comparable<Event>, Scheduler.Timer {
    private final long atNanos;
    private final long sequence;
    private Runnable task;

    Event(long atNanos, long sequence, Runnable task) {
      this.atNanos = atNanos;
      this.sequence = sequence;
      this.task = task;
    }

    void run() {
      Runnable now = task;
      task = () -> {};
      now.run();
    }

    @Override
    public void cancel() {
      task = () -> {};
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}
