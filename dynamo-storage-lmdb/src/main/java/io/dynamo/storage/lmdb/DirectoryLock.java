package io.dynamo.storage.lmdb;

import io.dynamo.api.storage.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code engine.lock}, locked as long as the directory is in use. LMDB itself would let
 * several processes in, and fails in strange ways if one process opens a directory twice. The
 * system drops the lock when the process ends, however it ends.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks the directory for this engine.
   *
   * @throws StorageException if another engine has it, in this process or another
   */
  static DirectoryLock take(Path directory) {
    Path file = directory.resolve("engine.lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new StorageException(directory + " is open already, here or in another process");
      }
      return new DirectoryLock(channel);
    } catch (IOException e) {
      throw new StorageException("cannot lock " + file, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageException("cannot release a directory's lock", e);
    }
  }
}
