package io.dynamo.server.drill;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again until something is so. */
final class Poll {
  private static final long PAUSE_NANOS = 20_000_000;

  private Poll() {}

  /** Returns when the condition holds. @throws AssertionError if it does not within this time */
  static void until(Supplier<String> what, Duration longest, BooleanSupplier condition) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("after %s still not so: %s".formatted(longest, what.get()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
