package io.dynamo.bench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * The figures of a run while it goes on: warm-up, whole, and each window. An operation belongs to
 * the window in which it was due, however long it took. Thread-safe.
 */
final class LoadRecord {
  private final Schedule schedule;
  private final Figures warmUp = new Figures();
  private final Figures whole = new Figures();
  private final List<Figures> windows = new ArrayList<>();
  private long underWay;
  private long latestStartNanos;

  LoadRecord(Schedule schedule) {
    this.schedule = schedule;
    for (int i = 0; i < schedule.windows(); i++) {
      windows.add(new Figures());
    }
  }

  /**
   * An operation begins.
   *
   * @param lateNanos how long after it was due
   */
  synchronized void onAttempt(long dueNanos, long lateNanos) {
    underWay++;
    int window = schedule.window(dueNanos);
    if (window < 0) {
      warmUp.onAttempt();
      return;
    }
    latestStartNanos = Math.max(latestStartNanos, lateNanos);
    whole.onAttempt();
    windows.get(window).onAttempt();
  }

  /** An operation has ended. */
  synchronized void onEnd(long dueNanos, Verdict verdict, long latencyNanos) {
    underWay--;
    int window = schedule.window(dueNanos);
    if (window < 0) {
      warmUp.onEnd(verdict, latencyNanos);
    } else {
      whole.onEnd(verdict, latencyNanos);
      windows.get(window).onEnd(verdict, latencyNanos);
    }
    notifyAll();
  }

  /** Waits until all that began has ended, or for so long. */
  synchronized void awaitEnds(long longestMillis) throws InterruptedException {
    long deadline = System.nanoTime() + longestMillis * 1_000_000;
    while (underWay > 0) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  /** Whether warm-up, run and every window account for all their attempts. */
  synchronized boolean addsUp() {
    return warmUp.addUp()
        && whole.addUp()
        && windows.stream().allMatch(Figures::addUp)
        && windows.stream().mapToLong(Figures::attempts).sum() == whole.attempts();
  }

  /** What came before the measured run. Read it when all has ended, as the others. */
  Figures warmUp() {
    return warmUp;
  }

  Figures whole() {
    return whole;
  }

  List<Figures> windows() {
    return List.copyOf(windows);
  }

  /** The longest that an operation of the measured run waited for the generator itself. */
  synchronized double latestStartMillis() {
    return latestStartNanos / 1e6;
  }
}
