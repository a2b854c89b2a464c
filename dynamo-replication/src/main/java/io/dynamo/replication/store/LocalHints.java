package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.request.Generation;
import io.dynamo.api.versioning.Siblings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hints that this node keeps (Dynamo §4.6), asynchronous: what their delivery asks. Exactly one
 * of a handler's methods is called, once, on the loop of the caller.
 */
public interface LocalHints {
  /**
   * Hints in the order of the store, at most so many, which together have not much more than a
   * mebibyte. A damaged one is passed over.
   *
   * @param after the last hint of the page before, or null from the beginning
   */
  void hints(@Nullable Hint after, int limit, StoreHandler<List<Hint>> handler);

  /**
   * Removes a hint, local header and all (rules Q4, V4), if it is still exactly this.
   *
   * @param handler is done when it is gone, durably, or is another one by now
   */
  void removeHint(Key key, Position position, Siblings delivered, StoreHandler<Done> handler);

  /**
   * Learns that elsewhere the partition of this position is at this generation (rule D3): the next
   * walk sends what is kept under it.
   */
  void learn(Position position, Generation other);

  /** Whether this node keeps any hint; from any thread. */
  boolean hasHints();
}
