package io.dynamo.replication.admission;

/** The requests of clients, as far as background work has to give way to them. */
@FunctionalInterface
public interface Foreground {
  /** With fewer latencies in its window no percentile is known. */
  int MIN_SAMPLES = 20;

  /**
   * The 99th percentile of the time that local store reads for clients took lately, queueing
   * included, in nanoseconds; or -1 if there were fewer than {@link #MIN_SAMPLES}. Asked at most
   * once per second.
   */
  long p99Nanos();
}
