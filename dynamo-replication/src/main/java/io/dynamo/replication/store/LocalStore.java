package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;

/**
 * This node's own replica, asynchronous: what request machines ask. Exactly one of a handler's
 * ending methods is called, once, on the loop of the caller. What waits is bounded: over the bound
 * a handler gets {@link Refusal.Reason#OVERLOADED} at once.
 */
public interface LocalStore {
  /** Reads what is stored under the key. */
  void read(Key key, Position position, ReadHandler handler);

  /** Makes a new version here, as the coordinator of a put (rule V3). */
  void put(LocalPut put, PutHandler handler);

  /** Merges a state that came from another replica (rule V2). */
  void merge(Key key, Position position, Siblings state, MergeHandler handler);

  /** What becomes of a read. */
  interface ReadHandler {
    /** All that is stored; {@link Siblings#NONE} if nothing. */
    void onState(Siblings state);

    void onRefused(Refusal refusal);
  }

  /** What becomes of a merge. */
  interface MergeHandler {
    /** The merged state is as durable as configured. */
    void onMerged();

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
