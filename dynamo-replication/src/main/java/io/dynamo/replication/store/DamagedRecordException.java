package io.dynamo.replication.store;

import io.dynamo.api.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * What the engine holds under a key is not what was written there: a checksum fails, or it is of an
 * unknown format. It is an error, never "not found", and such a record is never passed on.
 */
public final class DamagedRecordException extends StorageException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Area area;
  private final transient @Nullable Place place;

  DamagedRecordException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.area = null;
    this.place = null;
  }

  /** Damage whose place is known. */
  DamagedRecordException(Area area, Place place, DamagedRecordException cause) {
    super("record of " + place.key() + ": " + cause.getMessage(), cause);
    this.area = area;
    this.place = place;
  }

  @Nullable Area area() {
    return area;
  }

  @Nullable Place place() {
    return place;
  }
}
