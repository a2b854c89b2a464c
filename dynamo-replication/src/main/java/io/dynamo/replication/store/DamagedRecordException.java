package io.dynamo.replication.store;

import io.dynamo.api.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * What the engine holds under a key is not what was written there: a checksum fails, or it is of an
 * unknown format. It is an error, never "not found", and such a record is never passed on.
 */
public final class DamagedRecordException extends StorageException {
  private static final long serialVersionUID = 1L;

  DamagedRecordException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
