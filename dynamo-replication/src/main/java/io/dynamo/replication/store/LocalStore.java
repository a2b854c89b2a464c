package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This node's own replica, asynchronous: what request machines ask. Exactly one of a handler's
 * ending methods is called, once, on the loop of the caller. What waits is bounded: over the bound
 * a handler gets {@link Refusal.Reason#OVERLOADED} at once.
 */
public interface LocalStore {
  /** Reads what is stored under the key in this area. */
  void read(Area area, Key key, Position position, StoreHandler<Siblings> handler);

  /** Makes a new version here, as the coordinator of a put (rule V3). */
  void put(LocalPut put, PutHandler handler);

  /** Merges a state that came from another replica (rule V2) into this area. */
  void merge(Area area, Key key, Position position, Siblings state, StoreHandler<Done> handler);

  /**
   * Removes a hint, local header and all (rules Q4, V4), if it is still exactly this.
   *
   * @param handler is done when it is gone, durably, or is another one by now
   */
  void removeHint(Key key, Position position, Siblings delivered, StoreHandler<Done> handler);

  /**
   * Hints in the order of the store, at most so many, which together have not much more than a
   * mebibyte. A damaged one is passed over.
   *
   * @param after the last hint of the page before, or null from the beginning
   */
  void hints(@Nullable Hint after, int limit, StoreHandler<List<Hint>> handler);

  /** Whether this node keeps any hint; from any thread. */
  boolean hasHints();

  /**
   * What becomes of a put: either {@code onTooManySiblings}, or {@code onRefused}, or {@code
   * onPrepared} and then {@code onStored} or {@code onRefused}.
   */
  interface PutHandler {
    /**
     * The version has its dot and the new state is known; it may be sent to other replicas although
     * it is not yet stored here (rule V5 allows it). If it never gets stored its dot stays burned.
     *
     * @param state with the new version, or with the one that the put is a retry of (rule V10)
     */
    void onPrepared(Siblings state);

    /** The prepared state is as durable as configured. */
    void onStored();

    /** The key is at its bound and the put would not shrink it (rule V11). Nothing has changed. */
    void onTooManySiblings(Siblings stored);

    /** Nothing is stored here. */
    void onRefused(Refusal refusal);
  }
}
