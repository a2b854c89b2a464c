package io.dynamo.server.frontend;

import java.util.function.Consumer;

/**
 * Get and put as a front end asks for them (Dynamo §4.1): raw bytes in, one {@link KeyValueResult}
 * out. Confined to one loop; each consumer is called exactly once, on that loop, maybe before the
 * call returns.
 */
public interface KeyValues {
  /** Ends as {@link KeyValueResult.Values} or {@link KeyValueResult.Failed}. */
  void get(GetRequest request, Consumer<KeyValueResult> answer);

  /** Ends as {@link KeyValueResult.Stored} or {@link KeyValueResult.Failed}. */
  void put(PutRequest request, Consumer<KeyValueResult> answer);
}
