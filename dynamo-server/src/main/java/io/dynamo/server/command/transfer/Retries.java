package io.dynamo.server.command.transfer;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How often and after which waits a request is tried again. The waits double, and vary at random so
 * that many do not come back at once.
 *
 * @param tries in all, at least 1
 * @param firstMillis before the second try
 */
record Retries(int tries, long firstMillis) {
  /** About six seconds in all. */
  static final Retries DEFAULT = new Retries(6, 200);

  /** Waits before another try. */
  void pause(int triesSoFar) throws InterruptedException {
    long millis = firstMillis << (triesSoFar - 1);
    TimeUnit.MILLISECONDS.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }
}
