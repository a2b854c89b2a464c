package io.dynamo.replication.handover;

/** How many bytes a second were moved lately: a mean that forgets half of what was in 5 seconds. */
final class MoveRate {
  private static final double HALF_LIFE_NANOS = 5e9;

  private long lastNanos;
  private long lastBytes;
  private double perSecond;

  MoveRate(long nowNanos) {
    this.lastNanos = nowNanos;
  }

  /** So many bytes were moved in all by now. */
  void note(long nowNanos, long bytes) {
    long passed = nowNanos - lastNanos;
    if (passed <= 0) {
      return;
    }
    double keep = Math.pow(0.5, passed / HALF_LIFE_NANOS);
    perSecond = keep * perSecond + (1 - keep) * (bytes - lastBytes) * 1e9 / passed;
    lastNanos = nowNanos;
    lastBytes = bytes;
  }

  long bytesPerSecond() {
    return Math.round(perSecond);
  }
}
