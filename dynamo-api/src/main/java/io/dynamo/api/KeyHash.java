package io.dynamo.api;

/**
 * The hash that spreads keys over the ring (Dynamo §4.2). Every node and client of a cluster must
 * use the same one. Implementations may be called from several threads at once.
 */
@FunctionalInterface
public interface KeyHash {
  /** The place of this key; the same key always has the same place. */
  Position position(Key key);
}
