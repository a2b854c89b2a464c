package io.dynamo.replication.store;

import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a put on a disk that has just failed: what is prepared is told only once it is
 * written. Else the put would be out and could not be taken back, and a node with a full disk would
 * keep puts from succeeding that another node can coordinate (rule V3: after a clear refusal the
 * next one is tried).
 */
final class ToldWhenWritten implements LocalStore.PutHandler {
  private final LocalStore.PutHandler handler;
  private @Nullable Runnable preparation;

  ToldWhenWritten(LocalStore.PutHandler handler) {
    this.handler = handler;
  }

  @Override
  public void onPrepared(Siblings state, Generation generation) {
    preparation = () -> handler.onPrepared(state, generation);
  }

  /** It is written; the sync may still fail, and then nobody knows whether it is stored. */
  void onWritten() {
    Runnable told = preparation;
    preparation = null;
    if (told != null) {
      told.run();
    }
  }

  @Override
  public void onStored(boolean sealed) {
    onWritten();
    handler.onStored(sealed);
  }

  @Override
  public void onStoredApart() {
    onWritten();
    handler.onStoredApart();
  }

  @Override
  public void onSeenOtherwise() {
    handler.onSeenOtherwise();
  }

  @Override
  public void onSealed() {
    handler.onSealed();
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
