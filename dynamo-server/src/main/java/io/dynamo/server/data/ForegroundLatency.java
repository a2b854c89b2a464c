package io.dynamo.server.data;

import io.dynamo.replication.admission.Foreground;
import io.dynamo.replication.admission.LatencyWindow;
import java.util.function.LongSupplier;

/**
 * How long the local store reads of clients' requests took in the last minute, from being queued to
 * the answer: background work gives way by it (Dynamo §6.5). Thread-safe: every loop records, the
 * home loop asks. The lock is held for some tens of nanoseconds, once per second for a few
 * microseconds.
 */
public final class ForegroundLatency implements Foreground {
  private final LongSupplier nanoTime;
  private final LatencyWindow window;

  /**
   * Without latencies yet.
   *
   * @param nanoTime monotonic; called from any thread
   */
  public ForegroundLatency(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.window = new LatencyWindow(nanoTime.getAsLong());
  }

  /** Adds a read that has just ended and took so long, queueing included. */
  public void record(long nanos) {
    long now = nanoTime.getAsLong();
    synchronized (window) {
      window.record(now, nanos);
    }
  }

  @Override
  public long p99Nanos() {
    long now = nanoTime.getAsLong();
    synchronized (window) {
      return window.samples(now) < MIN_SAMPLES ? -1 : window.percentile(now, 0.99);
    }
  }
}
