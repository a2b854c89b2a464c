package io.dynamo.bench.load;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Counts and latencies of one window, or of a whole run. Latencies are of every operation that
 * ended, however it ended. Not thread-safe.
 */
final class Figures {
  private static final int DIGITS = 3;

  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  private final Histogram micros = new Histogram(DIGITS);
  private long attempts;

  void onAttempt() {
    attempts++;
  }

  void onEnd(Verdict verdict, long latencyNanos) {
    verdicts.merge(verdict, 1L, Long::sum);
    micros.recordValue(Math.max(0, latencyNanos / 1000));
  }

  long attempts() {
    return attempts;
  }

  /** Stale ones included. */
  long ok() {
    return count(Verdict.OK) + stale();
  }

  long stale() {
    return count(Verdict.STALE);
  }

  long revived() {
    return count(Verdict.REVIVED);
  }

  long unavailable() {
    return count(Verdict.UNAVAILABLE);
  }

  long unknown() {
    return count(Verdict.UNKNOWN);
  }

  /** Revived ones included. */
  long wrong() {
    return count(Verdict.WRONG) + revived();
  }

  /** Whether every attempt has ended as exactly one of them. */
  boolean addUp() {
    return attempts == ok() + unavailable() + unknown() + wrong();
  }

  /** In milliseconds; 0 if nothing ended. */
  double percentileMillis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }

  /** In milliseconds. */
  double maxMillis() {
    return micros.getMaxValue() / 1000.0;
  }

  private long count(Verdict verdict) {
    return verdicts.getOrDefault(verdict, 0L);
  }
}
