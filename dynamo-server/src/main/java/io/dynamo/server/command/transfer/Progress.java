package io.dynamo.server.command.transfer;

import io.dynamo.server.command.console.Streams;
import java.time.Duration;

/**
 * Shows how far a transfer is: on a terminal by a bar that is drawn anew, else by a line every few
 * seconds. Any thread may call.
 */
final class Progress {
  private static final long BAR_EVERY = Duration.ofMillis(100).toNanos();
  private static final long LINE_EVERY = Duration.ofSeconds(5).toNanos();
  private static final int BAR_WIDTH = 30;
  private static final double MIB = 1 << 20;

  private final Streams streams;
  private final String verb;
  private final int files;
  private final long bytes;
  private final long startNanos;
  private long shownNanos;

  /**
   * Progress from now on.
   *
   * @param verb what is done, as in "import"
   * @param files how many there are to do
   * @param bytes and how many bytes of them
   */
  Progress(Streams streams, String verb, int files, long bytes) {
    this.streams = streams;
    this.verb = verb;
    this.files = files;
    this.bytes = bytes;
    this.startNanos = System.nanoTime();
    this.shownNanos = startNanos;
  }

  long elapsedNanos() {
    return System.nanoTime() - startNanos;
  }

  /** Shows it if it is time to. */
  synchronized void update(Tally tally) {
    long now = System.nanoTime();
    if (now - shownNanos >= (streams.terminal() ? BAR_EVERY : LINE_EVERY)) {
      shownNanos = now;
      show(tally, now - startNanos);
    }
  }

  /** Tells of a file, above the bar. */
  synchronized void tell(String text) {
    clear();
    streams.tell(text);
  }

  /** Takes the bar away. */
  synchronized void clear() {
    if (streams.terminal()) {
      streams.err().print("\r\u001b[K");
      streams.err().flush();
    }
  }

  private void show(Tally tally, long nanos) {
    double share = bytes == 0 ? 1 : (double) tally.bytes() / bytes;
    String numbers =
        "%3.0f %%  %d/%d files  %.1f/%.1f MiB  %.1f MiB/s"
            .formatted(
                100 * share,
                tally.files(),
                files,
                tally.bytes() / MIB,
                bytes / MIB,
                tally.bytes() / MIB / (nanos / 1e9));
    if (streams.terminal()) {
      int full = (int) (share * BAR_WIDTH);
      String bar = "=".repeat(full) + " ".repeat(BAR_WIDTH - full);
      streams.err().print("\r" + verb + " [" + bar + "] " + numbers + "\u001b[K");
      streams.err().flush();
    } else {
      streams.tell(verb + " " + numbers);
    }
  }
}
