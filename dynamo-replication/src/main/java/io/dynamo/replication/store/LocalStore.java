package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import java.util.List;

/**
 * This node's own replica, asynchronous: what request machines ask. Exactly one of a handler's
 * ending methods is called, once, on the loop of the caller. What waits is bounded: over the bound
 * a handler gets {@link Refusal.Reason#OVERLOADED} at once.
 */
public interface LocalStore {
  /** Reads what is stored under the key, as one of its owners. */
  void read(Key key, Location location, StoreHandler<Held> handler);

  /** Reads the hint that this node keeps under the key (rule Q4). */
  void readHint(Key key, Location location, StoreHandler<Held> handler);

  /** Makes a new version here, as the coordinator of a put (rule V3). */
  void put(LocalPut put, PutHandler handler);

  /**
   * Merges a state that came from another replica (rule V2), as one of the key's owners.
   *
   * @param generation under which the state was formed (rule D4)
   */
  void merge(Key key, Location location, Siblings state, long generation, MergeHandler handler);

  /**
   * Keeps a state as a hint for these owners, merged with the hint that is there already (rule Q4);
   * refused with {@link Refusal.Reason#HINTS_FULL} over the bound.
   *
   * @param generation under which the state was formed (rule D4)
   */
  void keepHint(
      Key key,
      Location location,
      Siblings state,
      List<NodeId> targets,
      long generation,
      MergeHandler handler);

  /** What becomes of a merge. */
  interface MergeHandler {
    /** The merged state is as durable as configured. */
    void onMerged();

    /**
     * Nothing has changed: the state is of an older generation, and its key is absent here or was
     * compacted since (rule D3).
     */
    void onBehind(Generation present);

    void onRefused(Refusal refusal);
  }

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
     * @param generation under which the state is formed (rule D4)
     */
    void onPrepared(Siblings state, long generation);

    /** The prepared state is as durable as configured. */
    void onStored();

    /** The key is at its bound and the put would not shrink it (rule V11). Nothing has changed. */
    void onTooManySiblings(Siblings stored);

    /** Nothing is stored here. */
    void onRefused(Refusal refusal);
  }
}
