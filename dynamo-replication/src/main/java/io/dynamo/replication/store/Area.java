package io.dynamo.replication.store;

/** The two stores of a node: what it owns, and what it keeps for owners that were away. */
public enum Area {
  /** Records of keys that this node owns. */
  RECORDS,
  /** Hints (Dynamo §4.6): in an engine of their own, without a hash tree. */
  HINTS
}
