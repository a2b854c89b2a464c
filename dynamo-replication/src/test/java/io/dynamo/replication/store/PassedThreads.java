package io.dynamo.replication.store;

import io.dynamo.api.request.Refusal;
import org.jspecify.annotations.Nullable;

/** A node's threads as they are, to be changed in one thing. */
class PassedThreads implements StoreThreads {
  private final StoreThreads threads;

  PassedThreads(StoreThreads threads) {
    this.threads = threads;
  }

  @Override
  public @Nullable Refusal read(Runnable task) {
    return threads.read(task);
  }

  @Override
  public @Nullable Refusal write(StoreWrite write) {
    return threads.write(write);
  }

  @Override
  public void onLoop(Runnable task) {
    threads.onLoop(task);
  }

  @Override
  public void onBug(Throwable bug) {
    threads.onBug(bug);
  }
}
