package io.dynamo.replication.store;

import io.dynamo.api.request.Refusal;
import java.util.function.Consumer;

/** What becomes of one request to the local store: one of these is called, once. */
public interface StoreHandler<T> {
  void onDone(T result);

  /** It did not happen. */
  void onRefused(Refusal refusal);

  /** One for whom nobody waits. */
  static <T> StoreHandler<T> ignoring() {
    return new StoreHandler<>() {
      @Override
      public void onDone(T result) {}

      @Override
      public void onRefused(Refusal refusal) {}
    };
  }

  /** One made of its two methods. */
  static <T> StoreHandler<T> of(Consumer<T> onDone, Consumer<Refusal> onRefused) {
    return new StoreHandler<>() {
      @Override
      public void onDone(T result) {
        onDone.accept(result);
      }

      @Override
      public void onRefused(Refusal refusal) {
        onRefused.accept(refusal);
      }
    };
  }
}
