package io.dynamo.replication.admission;

import java.util.Arrays;

/**
 * The latencies of the last {@value #SLICES} slices of 5 seconds, the present one among them, as
 * counts on a logarithmic scale: from 1 microsecond to about 69 seconds in steps of at most 1/32
 * (3.2 %); what is less or more counts as that. It takes about 40 KiB, whatever is recorded.
 *
 * <p>Time is an argument, of a monotonic clock; times that come out of order by less than a slice
 * do no harm. Not thread-safe.
 */
public final class LatencyWindow {
  static final long SLICE_NANOS = 5_000_000_000L;
  static final int SLICES = 12;

  /** Steps in each doubling: 2 to the 5th. */
  private static final int STEP_BITS = 5;

  /** The least latency is below 2 to the 10th nanoseconds, the greatest below 2 to the 36th. */
  private static final int MIN_BITS = 10;

  private static final int MAX_BITS = 36;
  private static final int STEPS = (MAX_BITS - MIN_BITS) << STEP_BITS;

  private final int[][] slices = new int[SLICES][STEPS];
  private final long[] counts = new long[STEPS];
  private long samples;
  private int present;
  private long presentStartNanos;

  /** An empty window that begins now. */
  public LatencyWindow(long nowNanos) {
    this.presentStartNanos = nowNanos;
  }

  /** Adds a latency that was measured now. */
  public void record(long nowNanos, long nanos) {
    advance(nowNanos);
    int step = step(nanos);
    slices[present][step]++;
    counts[step]++;
    samples++;
  }

  /** How many latencies the window holds. */
  public long samples(long nowNanos) {
    advance(nowNanos);
    return samples;
  }

  /**
   * The latency that so large a share of those in the window does not exceed: never less than the
   * true one within the scale, and at most 1/32 more; -1 if the window is empty.
   *
   * @param share more than 0, at most 1
   */
  public long percentile(long nowNanos, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be over 0 and at most 1, was " + share);
    }
    advance(nowNanos);
    if (samples == 0) {
      return -1;
    }
    long rank = (long) Math.ceil(share * samples);
    int step = 0;
    long seen = counts[0];
    while (seen < rank) {
      step++;
      seen += counts[step];
    }
    return greatest(step);
  }

  private void advance(long nowNanos) {
    long passed = (nowNanos - presentStartNanos) / SLICE_NANOS;
    if (passed <= 0) {
      return;
    }
    presentStartNanos += passed * SLICE_NANOS;
    for (long i = Math.min(passed, SLICES); i > 0; i--) {
      present = (present + 1) % SLICES;
      forget(slices[present]);
    }
  }

  private void forget(int[] slice) {
    for (int step = 0; step < STEPS; step++) {
      counts[step] -= slice[step];
      samples -= slice[step];
    }
    Arrays.fill(slice, 0);
  }

  /** The first bit of a latency tells its doubling, the next ones the step in it. */
  private static int step(long nanos) {
    long within = Math.max(1L << MIN_BITS, Math.min(nanos, (1L << MAX_BITS) - 1));
    int doubling = 63 - Long.numberOfLeadingZeros(within);
    int inDoubling = (int) (within >>> (doubling - STEP_BITS)) & ((1 << STEP_BITS) - 1);
    return ((doubling - MIN_BITS) << STEP_BITS) | inDoubling;
  }

  /** The greatest latency that counts in this step. */
  private static long greatest(int step) {
    int doubling = (step >> STEP_BITS) + MIN_BITS;
    long first = (1L << STEP_BITS) | (step & ((1 << STEP_BITS) - 1));
    return ((first + 1) << (doubling - STEP_BITS)) - 1;
  }
}
