package io.dynamo.storage.lmdb;

import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;

/** What LMDB's result codes mean for the caller: the engine's own exceptions. Immutable. */
final class LmdbFailures {
  private static final int EIO = 5;
  private static final int ENOSPC = 28;
  private static final int EDQUOT_LINUX = 122;
  private static final int EDQUOT_MAC = 69;

  /** Room below which a write that was cut short is taken to have met a full disk. */
  private static final long LITTLE_ROOM_BYTES = 1 << 20;

  private final Path directory;

  LmdbFailures(Path directory) {
    this.directory = directory;
  }

  /** The exception to throw when this was not done. */
  StorageException of(String what, LmdbException cause) {
    if (cause instanceof LmdbNativeException.PanicException) {
      return new StorageException(
          "LMDB in "
              + directory
              + " could not write its meta page and takes no more writes: close it, see to the"
              + " disk, and open it again",
          cause);
    }
    if (isFull(cause)) {
      return new StorageFullException(
          "cannot " + what + " in " + directory + ": the disk is full", cause);
    }
    return new StorageException(
        "cannot " + what + " in " + directory + ": " + cause.getMessage(), cause);
  }

  /** LMDB reports a write that the disk took only in part, the last one that fits, as EIO. */
  private boolean isFull(LmdbException cause) {
    if (!(cause instanceof LmdbNativeException failure)) {
      return false;
    }
    int code = failure.getResultCode();
    return code == ENOSPC
        || code == EDQUOT_LINUX
        || code == EDQUOT_MAC
        || (code == EIO && hasLittleRoom());
  }

  private boolean hasLittleRoom() {
    try {
      return Files.getFileStore(directory).getUsableSpace() < LITTLE_ROOM_BYTES;
    } catch (IOException e) {
      return false;
    }
  }
}
