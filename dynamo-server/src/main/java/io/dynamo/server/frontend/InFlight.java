package io.dynamo.server.frontend;

import org.jspecify.annotations.Nullable;

/**
 * What one loop has under way, and its bound: requests, and the bytes of values that they hold.
 * Over the bound a request fails at once. Changed on its loop alone; anybody may read the counts.
 */
public final class InFlight {
  private final int maxRequests;
  private final long maxBytes;
  private volatile int requests;
  private volatile long bytes;

  /**
   * Bounds for one loop.
   *
   * @param maxBytes a single value that is longer still passes if nothing else is under way
   */
  public InFlight(int maxRequests, long maxBytes) {
    if (maxRequests < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "bounds must be positive, were " + maxRequests + " and " + maxBytes + " B");
    }
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes;
  }

  /** Requests whose answer is not known yet. */
  public int requests() {
    return requests;
  }

  /** Bytes of values that are being read, coordinated or sent. */
  public long bytes() {
    return bytes;
  }

  /**
   * Counts one request in, with the bytes of the value that it holds.
   *
   * @return to count it out by; null if a bound is reached
   */
  @Nullable Ticket tryBegin(long valueBytes) {
    if (requests >= maxRequests || !tryReserve(valueBytes)) {
      return null;
    }
    setRequests(requests + 1);
    return new Ticket(valueBytes);
  }

  /** Counts these bytes in, unless the bound would be passed; {@link #release} counts them out. */
  public boolean tryReserve(long more) {
    if (bytes > 0 && bytes + more > maxBytes) {
      return false;
    }
    setBytes(bytes + more);
    return true;
  }

  /** Counts bytes out that {@link #tryReserve} counted in. */
  public void release(long fewer) {
    setBytes(bytes - fewer);
  }

  private void setRequests(int now) {
    if (now < 0) {
      throw new IllegalStateException("more requests ended than began");
    }
    requests = now;
  }

  private void setBytes(long now) {
    if (now < 0) {
      throw new IllegalStateException("more bytes released than reserved: " + now);
    }
    bytes = now;
  }

  /** One request under way. */
  final class Ticket {
    private final long valueBytes;
    private boolean ended;

    private Ticket(long valueBytes) {
      this.valueBytes = valueBytes;
    }

    /** Counts it out; once, however often it is called. */
    void end() {
      if (!ended) {
        ended = true;
        release(valueBytes);
        setRequests(requests - 1);
      }
    }
  }
}
