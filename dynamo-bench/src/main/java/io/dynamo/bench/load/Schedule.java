package io.dynamo.bench.load;

/**
 * When each operation of a run is due: evenly, at a fixed rate. Pure; times are nanoseconds from
 * the beginning of the measured run, negative in the warm-up.
 *
 * @param rate operations a second
 * @param warmUpSeconds how long the rate is kept up before measuring begins
 * @param seconds how long is measured
 */
record Schedule(int rate, int warmUpSeconds, int seconds) {
  /** The length of a window. */
  static final int WINDOW_SECONDS = 5;

  private static final long SECOND = 1_000_000_000L;

  Schedule {
    if (rate < 1 || rate > 1_000_000) {
      throw new IllegalArgumentException("rate must be 1..1000000 a second, was " + rate);
    }
    if (warmUpSeconds < 0 || seconds < 1) {
      throw new IllegalArgumentException(
          "warm-up must be at least 0 s and the run 1 s, were " + warmUpSeconds + ", " + seconds);
    }
  }

  /** How many operations there are, the warm-up's included. */
  long operations() {
    return (long) rate * (warmUpSeconds + seconds);
  }

  /** When operation number {@code index} is due. */
  long dueNanos(long index) {
    long fromFirst = index / rate * SECOND + index % rate * SECOND / rate;
    return fromFirst - warmUpSeconds * SECOND;
  }

  /** How many windows the measured run has; the last one may be shorter. */
  int windows() {
    return (seconds + WINDOW_SECONDS - 1) / WINDOW_SECONDS;
  }

  /** The window of an operation that is due then; -1 in the warm-up. */
  int window(long dueNanos) {
    return dueNanos < 0 ? -1 : (int) (dueNanos / (WINDOW_SECONDS * SECOND));
  }
}
