package io.dynamo.server.frontend;

/** Why a request failed, as a client is told. */
public enum Failure {
  /** The key has no bytes. */
  EMPTY_KEY,
  /** The key is longer than {@link io.dynamo.api.Key#MAX_BYTES}. */
  KEY_TOO_LONG,
  /** The value is longer than this node is configured to take. */
  VALUE_TOO_LARGE,
  /** R, W, pr or pw is not in 1..N. */
  BAD_QUORUM,
  /** The timeout is out of its limits. */
  BAD_TIMEOUT,
  /** The request id is empty or too long (rule V10). */
  BAD_REQUEST_ID,
  /** The context cannot be read (rule V8). */
  CONTEXT_DAMAGED,
  /** The context is not one that this cluster signed. */
  CONTEXT_FORGED,
  /** The context was given for another key. */
  CONTEXT_OTHER_KEY,
  /** The context was given by another cluster. */
  CONTEXT_OTHER_CLUSTER,
  /** The node has not joined its cluster yet, or is stopping. */
  NOT_READY,
  /** Too much is under way already; nothing was done. */
  OVERLOADED,
  /** The cluster has fewer members than asked for: no try can succeed. */
  QUORUM_IMPOSSIBLE,
  /** Too few replicas answered a get, or could be reached for a put; nothing was written. */
  QUORUM_NOT_REACHED,
  /** A put that may have happened, or may yet (rule Q6). */
  UNKNOWN_OUTCOME,
  /** The key is at its bound of siblings and the put would not shrink it (rule V11). */
  TOO_MANY_SIBLINGS,
  /** No owner had room on its disk; nothing was written. */
  DISK_FULL,
  /** No owner could use its store; nothing was written. */
  STORAGE_FAILED,
  /** The nodes that may coordinate the put refused; nothing was written. */
  REFUSED
}
