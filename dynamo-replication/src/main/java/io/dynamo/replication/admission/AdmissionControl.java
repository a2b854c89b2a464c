package io.dynamo.replication.admission;

import io.dynamo.api.node.Events;
import io.dynamo.api.node.Scheduler;

/**
 * Tells background work how long it must pause after each slice of work, so that clients do not
 * wait for it (Dynamo §6.5). All background work of a node has one share of the time, from 1/64 to
 * 1. At most once per second the share is decided anew: it is halved if the foreground's 99th
 * percentile is over the threshold, and grows by 1/16 for each second since the last decision if it
 * is not. As long as no percentile is known, because there are hardly any clients, the share is 1.
 *
 * <p>It starts no timers: whoever has worked waits by itself. No pause is longer than 10 seconds,
 * so that repair, on which durability hangs, goes on under any load; therefore slices should be
 * short, a few milliseconds, or they take more than their share. Confined to the home loop, to
 * which its scheduler belongs.
 */
public final class AdmissionControl implements Pace {
  static final double FLOOR = 1.0 / 64;
  static final double GROWTH_PER_SECOND = 1.0 / 16;
  static final long DECISION_NANOS = 1_000_000_000L;
  static final long MAX_PAUSE_NANOS = 10_000_000_000L;

  private final Scheduler scheduler;
  private final Foreground foreground;
  private final long thresholdNanos;
  private final Events events;
  private double share = 1;
  private long p99Nanos = -1;
  private long decidedNanos;

  /**
   * Control with the whole time as its share.
   *
   * @param scheduler of the home loop; only its monotonic time is read
   * @param thresholdNanos which 99th percentile clients are to be kept under, at least 1
   */
  public AdmissionControl(
      Scheduler scheduler, Foreground foreground, long thresholdNanos, Events events) {
    if (thresholdNanos < 1) {
      throw new IllegalArgumentException(
          "threshold must be positive, was " + thresholdNanos + " ns");
    }
    this.scheduler = scheduler;
    this.foreground = foreground;
    this.thresholdNanos = thresholdNanos;
    this.events = events;
    this.decidedNanos = scheduler.nanoTime() - DECISION_NANOS;
  }

  /**
   * How long work must pause that has just worked for so long, from 0 to 10 seconds. A pause is
   * told to {@link Events#backgroundPaused}.
   *
   * @param work what it is called there
   * @param workedNanos at least 0
   */
  @Override
  public long pauseNanos(String work, long workedNanos) {
    if (workedNanos < 0) {
      throw new IllegalArgumentException(work + " worked for " + workedNanos + " ns");
    }
    decide();
    double pause = workedNanos * ((1 - share) / share);
    long pauseNanos = (long) Math.min(pause, MAX_PAUSE_NANOS);
    if (pauseNanos > 0) {
      events.backgroundPaused(work, pauseNanos, p99Nanos);
    }
    return pauseNanos;
  }

  /** Which part of the time background work had by the last decision, from 1/64 to 1. */
  public double share() {
    return share;
  }

  private void decide() {
    long now = scheduler.nanoTime();
    long sinceNanos = now - decidedNanos;
    if (sinceNanos < DECISION_NANOS) {
      return;
    }
    decidedNanos = now;
    p99Nanos = foreground.p99Nanos();
    if (p99Nanos < 0) {
      share = 1;
    } else if (p99Nanos > thresholdNanos) {
      share = Math.max(FLOOR, share / 2);
    } else {
      share = Math.min(1, share + GROWTH_PER_SECOND * sinceNanos / DECISION_NANOS);
    }
  }
}
