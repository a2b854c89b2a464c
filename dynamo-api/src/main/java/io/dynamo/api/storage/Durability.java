package io.dynamo.api.storage;

/**
 * What an acknowledged write outlives; the store's choice, by {@code dynamo.storage.durability}.
 */
public enum Durability {
  /**
   * The end of the machine: the store calls {@link StorageEngine#sync} before it acknowledges.
   * After a power cut the engine must open and hold every batch up to some point at or after the
   * last sync.
   */
  SYNC,

  /**
   * The end of the process only: {@code sync} is called at a clean close alone, and the engine may
   * leave the order of its writes to the system. After a power cut the directory is not opened
   * again; the node recovers from its peers.
   */
  NONE
}
