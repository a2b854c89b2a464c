package io.dynamo.server.command.remote;

import io.dynamo.api.Key;
import org.jspecify.annotations.Nullable;

/** The keys of a cluster and what is under them. Calls block; any thread may call. */
public interface KeyValues {
  /** The largest value that any node takes; {@code dynamo.limits.max-value} may be less. */
  int MAX_VALUE_BYTES = 16 << 20;

  /** All that is under a key. */
  Reading get(Key key) throws InterruptedException;

  /**
   * Puts a value in place of what the context covers; without one, beside what there is.
   *
   * @param requestId by which the cluster knows a retry (rule V10); at most 64 characters
   */
  Writing put(Key key, @Nullable String context, byte[] value, String requestId)
      throws InterruptedException;

  /** Deletes what the context covers; a retry of it is harmless. */
  Writing delete(Key key, @Nullable String context) throws InterruptedException;
}
