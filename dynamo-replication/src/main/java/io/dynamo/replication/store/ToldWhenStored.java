package io.dynamo.replication.store;

import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a put on a disk that has just failed: what is prepared is told only once it is
 * stored. Else the put would be out and could not be taken back, and a node with a full disk would
 * keep puts from succeeding that another node can coordinate (rule V3: after a clear refusal the
 * next one is tried).
 */
final class ToldWhenStored implements LocalStore.PutHandler {
  private final LocalStore.PutHandler handler;
  private @Nullable Runnable preparation;

  ToldWhenStored(LocalStore.PutHandler handler) {
    this.handler = handler;
  }

  @Override
  public void onPrepared(Siblings state, Generation generation) {
    preparation = () -> handler.onPrepared(state, generation);
  }

  @Override
  public void onStored() {
    if (preparation != null) {
      preparation.run();
    }
    handler.onStored();
  }

  @Override
  public void onTooManySiblings(Siblings stored) {
    handler.onTooManySiblings(stored);
  }

  @Override
  public void onRefused(Refusal refusal) {
    handler.onRefused(refusal);
  }
}
