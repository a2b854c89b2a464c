package io.dynamo.replication.store;

import io.dynamo.api.request.Refusal;

/** What becomes of one request to the local store: one of these is called, once. */
public interface StoreHandler<T> {
  void onDone(T result);

  /** It did not happen. */
  void onRefused(Refusal refusal);
}
