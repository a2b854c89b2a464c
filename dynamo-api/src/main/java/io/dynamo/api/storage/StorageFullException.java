package io.dynamo.api.storage;

import org.jspecify.annotations.Nullable;

/** There is no room on the disk for this write. Nothing has changed; reads go on. */
public final class StorageFullException extends StorageException {
  private static final long serialVersionUID = 1L;

  public StorageFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
