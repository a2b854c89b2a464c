package io.dynamo.api.storage;

import org.jspecify.annotations.Nullable;

/** The local store could not do what was asked. The message says what, and where on the disk. */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
