package io.dynamo.membership;

/**
 * When one node last gave a sign of life, and how regularly it does: from that follows how unlikely
 * its present silence is (phi accrual). Only answers to regular pings make the rhythm; any answer
 * ends a silence.
 */
final class Arrivals {
  /** How many intervals are remembered. */
  private static final int WINDOW = 100;

  /** A rhythm is never taken for steadier than this. */
  private static final double LEAST_DEVIATION_NANOS = 100e6;

  private final long[] intervals = new long[WINDOW];
  private final long expectedNanos;
  private int count;
  private int next;
  private double sum;
  private double squares;
  private long lastSign;
  private long lastBeat;
  private boolean broken;

  /**
   * A node that nothing was heard of yet.
   *
   * @param expectedNanos between two pings
   */
  Arrivals(long expectedNanos, long now) {
    this.expectedNanos = expectedNanos;
    this.lastSign = now;
    this.broken = true;
  }

  /** It answered something. */
  void sign(long now) {
    lastSign = Math.max(lastSign, now);
  }

  /** It answered a regular ping. */
  void beat(long now) {
    if (!broken) {
      remember(Math.max(0, now - lastBeat));
    }
    broken = false;
    lastBeat = now;
    sign(now);
  }

  private void remember(long interval) {
    if (count == WINDOW) {
      sum -= intervals[next];
      squares -= (double) intervals[next] * intervals[next];
    } else {
      count++;
    }
    intervals[next] = interval;
    next = (next + 1) % WINDOW;
    sum += interval;
    squares += (double) interval * interval;
  }

  /** The rhythm was broken by what is not to be expected again: this interval does not count. */
  void skipInterval() {
    broken = true;
  }

  /** The watcher itself stood still for so long; that is nobody else's silence. */
  void shift(long nanos, long now) {
    lastSign = Math.min(now, lastSign + nanos);
    broken = true;
  }

  long silenceNanos(long now) {
    return now - lastSign;
  }

  /**
   * Minus the decimal logarithm of how likely it is that a node that lives is silent for so long.
   */
  double phi(long now) {
    double mean = count == 0 ? expectedNanos : sum / count;
    double deviation = expectedNanos / 4.0;
    if (count > 1) {
      deviation = StrictMath.sqrt(Math.max(0, squares / count - mean * mean));
    }
    return phi((silenceNanos(now) - mean) / Math.max(LEAST_DEVIATION_NANOS, deviation));
  }

  /** Of a normal distribution, by a logistic approximation of its tail. */
  private static double phi(double deviations) {
    double exponent = -deviations * (1.5976 + 0.070566 * deviations * deviations);
    double e = StrictMath.exp(exponent);
    double tail = deviations > 0 ? e / (1 + e) : 1 - 1 / (1 + e);
    return tail <= 1e-300 ? 300 : -StrictMath.log10(tail);
  }
}
