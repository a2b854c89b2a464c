package io.dynamo.storage.lmdb;

import io.dynamo.api.storage.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file {@code engine.lock}, locked as long as the directory is in use. LMDB itself would let
 * several processes in, and fails in strange ways if one process opens a directory twice. The
 * system drops the lock when the process ends, however it ends.
 */
final class DirectoryLock implements AutoCloseable {
  /**
   * What this process has open. To try the file's lock twice is no way to find out: POSIX drops a
   * process's locks of a file when any of its descriptors of it is closed.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Locks the directory for this engine.
   *
   * @throws StorageException if another engine has it, in this process or another
   */
  static DirectoryLock take(Path directory) {
    Path real;
    try {
      real = directory.toRealPath();
    } catch (IOException e) {
      throw new StorageException("cannot find " + directory, e);
    }
    if (!HELD.add(real)) {
      throw new StorageException(directory + " is open already in this process");
    }
    FileChannel channel = null;
    try {
      channel = lockFile(real.resolve("engine.lock"));
      return new DirectoryLock(real, channel);
    } finally {
      if (channel == null) {
        HELD.remove(real);
      }
    }
  }

  private static FileChannel lockFile(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new StorageException(file.getParent() + " is open already in another process");
      }
      return channel;
    } catch (IOException e) {
      throw new StorageException("cannot lock " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageException("cannot release the lock of " + directory, e);
    } finally {
      HELD.remove(directory);
    }
  }
}
