package io.dynamo.replication.store;

import io.dynamo.api.request.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a node's store as one loop uses them: real ones in the server, virtual ones in a
 * simulation. What waits for them is bounded. Called on that loop, but for {@link #onLoop} and
 * {@link #onBug}.
 */
public interface StoreThreads {
  /**
   * Has the task run soon where it may wait for the disk.
   *
   * @return null, or why it is not run
   */
  @Nullable Refusal read(Runnable task);

  /**
   * Has the writer do this in its turn, after all that was accepted before.
   *
   * @return null, or why it is not done; its handler is told nothing then
   */
  @Nullable Refusal write(StoreWrite write);

  /** Runs the task later on the loop; called by readers and by the writer. */
  void onLoop(Runnable task);

  /** A bug ended a read; called by a reader. */
  void onBug(Throwable bug);
}
