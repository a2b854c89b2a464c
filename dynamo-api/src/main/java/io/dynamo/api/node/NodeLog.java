package io.dynamo.api.node;

import org.jspecify.annotations.Nullable;

/**
 * The few facts that a node must not forget and that belong to no record: identity, start number,
 * epochs, history. Small named entries, each replaced as a whole. Calls block, and are made one at
 * a time for each name.
 */
public interface NodeLog {
  /**
   * The entry of this name.
   *
   * @return a copy, or null if there is none
   * @throws io.dynamo.api.storage.StorageException if it cannot be read or fails its checksum
   */
  byte @Nullable [] read(String name);

  /**
   * Replaces the entry; on return it survives the end of the machine. A reader sees the old one or
   * the new one, whole.
   *
   * @param name of the characters {@code a-z 0-9 -}
   * @throws io.dynamo.api.storage.StorageException if it failed; the old entry is still there
   */
  void write(String name, byte[] content);

  /**
   * Removes the entry; on return that survives the end of the machine. Nothing if there is none.
   */
  void remove(String name);
}
