package io.dynamo.storage.lmdb;

import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;

/**
 * How the files of one directory are opened: {@code data.mdb}, {@code lock.mdb} (the reader table)
 * and {@code engine.lock}. Never with {@code MDB_WRITEMAP}: a full disk would kill the process.
 */
final class LmdbFiles {
  private static final int TABLES = 2;
  private static final int READER_SLOT_BYTES = 64;
  private static final int FILE_MODE = 0600;

  private LmdbFiles() {}

  static LmdbStorageEngine open(
      Path directory, Durability durability, long mapBytes, int maxReaders) {
    LmdbFailures failures = new LmdbFailures(directory);
    DirectoryLock lock = DirectoryLock.take(directory);
    Env<NativeBytes> env = null;
    try {
      fillReaderTable(directory.resolve("lock.mdb"), maxReaders);
      env =
          Env.create(new NativeBytesProxy())
              .setMapSize(mapBytes)
              .setMaxDbs(TABLES)
              .setMaxReaders(maxReaders)
              .open(directory.toFile(), FILE_MODE, flags(durability));
      return new LmdbStorageEngine(lock, failures, env, maxReaders, durability == Durability.SYNC);
    } catch (LmdbException | StorageException e) {
      if (env != null) {
        env.close();
      }
      lock.close();
      throw e instanceof LmdbException failure ? failures.of("open LMDB", failure) : e;
    }
  }

  /** Any thread may read (no slots bound to threads), and in random order (no read-ahead). */
  private static EnvFlags[] flags(Durability durability) {
    EnumSet<EnvFlags> flags = EnumSet.of(EnvFlags.MDB_NOTLS, EnvFlags.MDB_NORDAHEAD);
    if (durability == Durability.NONE) {
      flags.add(EnvFlags.MDB_NOSYNC);
    }
    return flags.toArray(EnvFlags[]::new);
  }

  /**
   * Writes the reader table's file in full if it is not yet. LMDB would leave it sparse and write
   * through its map: the first reader on a full disk would kill the process.
   */
  private static void fillReaderTable(Path file, int maxReaders) {
    byte[] empty = new byte[READER_SLOT_BYTES * (maxReaders + 4)];
    try {
      if (!Files.exists(file) || Files.size(file) < empty.length) {
        Files.write(file, empty);
      }
    } catch (IOException e) {
      throw new StorageException("cannot write " + file, e);
    }
  }
}
