package io.dynamo.server.drill;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Uses a client without pause until it is stopped: gets, puts with and without context, deletes.
 */
final class Writer implements Callable<Void> {
  private static final int VALUE_BYTES = 200;
  private static final long PAUSE_NANOS = 20_000_000;

  private final RecordingClient client;
  private final List<String> keys;
  private final SplittableRandom random;
  private volatile boolean stopped;

  Writer(RecordingClient client, List<String> keys, long seed) {
    this.client = client;
    this.keys = keys;
    this.random = new SplittableRandom(seed);
  }

  RecordingClient client() {
    return client;
  }

  /** What is under way ends first. */
  void stop() {
    stopped = true;
  }

  @Override
  public Void call() throws InterruptedException {
    while (!stopped) {
      if (!step(keys.get(random.nextInt(keys.size())), random.nextInt(100))) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return null;
  }

  /** One operation. @return whether it went well */
  private boolean step(String key, int dice) throws InterruptedException {
    if (dice < 15) {
      return client.put(key, false, VALUE_BYTES);
    } else if (dice < 50 || !client.hasContextOf(key)) {
      return client.get(key) != null;
    } else if (dice < 90) {
      return client.put(key, true, VALUE_BYTES);
    } else {
      return client.delete(key);
    }
  }
}
