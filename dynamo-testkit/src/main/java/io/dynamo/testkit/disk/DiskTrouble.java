package io.dynamo.testkit.disk;

/** What a disk does with writes. */
public enum DiskTrouble {
  /** It does them. */
  NONE,
  /** There is no room: {@link io.dynamo.api.storage.StorageFullException}. */
  FULL,
  /** They fail: {@link io.dynamo.api.storage.StorageException}. */
  WRITES_FAIL,
  /** They are done, but no sync succeeds. */
  SYNCS_FAIL
}
