package io.dynamo.testkit.disk;

import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.VirtualTime;

/**
 * What time it is for whoever waits for a disk: virtual time stands while a task runs, so each call
 * that would have blocked adds to a time of the disk's own, from {@link #begin} to {@link #end}.
 */
public final class DiskTime {
  private final VirtualTime time;
  private final Chance chance;
  private DiskSpeed speed = DiskSpeed.FAST;
  private boolean running;
  private long atNanos;

  DiskTime(VirtualTime time, Chance chance) {
    this.time = time;
    this.chance = chance;
  }

  /** A task that may block begins. */
  public void begin() {
    running = true;
    atNanos = time.nanos();
  }

  /**
   * It has ended.
   *
   * @return the time at which it would have
   */
  public long end() {
    running = false;
    return atNanos;
  }

  /** The time to which the task of now has come; just the time if there is none. */
  public long nanos() {
    return running ? atNanos : time.nanos();
  }

  /** How fast the disk is from now on. */
  public void speed(DiskSpeed next) {
    speed = next;
  }

  void write() {
    atNanos = nanos() + chance.between(speed.writeNanos() / 4, speed.writeNanos());
  }

  void sync() {
    atNanos = nanos() + chance.between(speed.syncNanos() / 4, speed.syncNanos());
  }
}
