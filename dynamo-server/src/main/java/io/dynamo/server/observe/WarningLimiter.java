package io.dynamo.server.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets one warning of each subject pass in an interval, and counts those it held back. Remembers at
 * most {@value #MAX_SUBJECTS} subjects, the latest. Thread-safe.
 */
final class WarningLimiter {
  static final int MAX_SUBJECTS = 1_000;

  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final Map<String, Subject> subjects =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Subject> eldest) {
          return size() > MAX_SUBJECTS;
        }
      };

  /**
   * A limiter.
   *
   * @param nanoTime monotonic
   */
  WarningLimiter(long intervalNanos, LongSupplier nanoTime) {
    this.intervalNanos = intervalNanos;
    this.nanoTime = nanoTime;
  }

  /** How many warnings one line shall stand for, this one among them; 0 for no line. */
  synchronized long pass(String subject) {
    long now = nanoTime.getAsLong();
    Subject known = subjects.get(subject);
    if (known == null) {
      subjects.put(subject, new Subject(now));
      return 1;
    }
    known.heldBack++;
    if (now - known.lastNanos < intervalNanos) {
      return 0;
    }
    long count = known.heldBack;
    known.heldBack = 0;
    known.lastNanos = now;
    return count;
  }

  private static final class Subject {
    private long lastNanos;
    private long heldBack;

    Subject(long lastNanos) {
      this.lastNanos = lastNanos;
    }
  }
}
