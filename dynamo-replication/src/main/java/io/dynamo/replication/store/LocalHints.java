package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Siblings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hints that this node keeps, asynchronous: what their delivery asks. Handlers are called on
 * the loop of the caller. What waits is bounded: over the bound a handler is refused at once.
 */
public interface LocalHints {
  /**
   * Looks for hints for one owner, in the order of the store, and answers with at most so many,
   * which together have not much more than a mebibyte. A damaged hint is passed over and told.
   *
   * @param after the last hint of the page before, or null from the beginning
   */
  void next(NodeId target, @Nullable Hint after, int limit, StoreHandler<List<Hint>> handler);

  /**
   * Compare-and-delete (rule Q4): this target has the state, durably. If the hint is still exactly
   * that, the target is taken off it, and with the last target it goes, local header and all (rule
   * V4). Else it stays as it is.
   *
   * @param handler gets whether the target was taken off
   */
  void delivered(
      Key key, Location location, Siblings sent, NodeId target, StoreHandler<Boolean> handler);

  /** How many hints, and how many of their bytes, this node keeps now; from any thread. */
  HintTotals totals();
}
