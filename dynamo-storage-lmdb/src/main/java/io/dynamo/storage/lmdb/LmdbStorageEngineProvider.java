package io.dynamo.storage.lmdb;

import io.dynamo.api.Settings;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageEngineProvider;
import java.nio.file.Path;

/**
 * {@code dynamo.storage.engine = lmdb}. Its options stand in this module's {@code reference.conf}.
 * LMDB is native code: Linux, macOS and Windows on x86-64, Linux and macOS on ARM64.
 */
public final class LmdbStorageEngineProvider implements StorageEngineProvider {
  private static final long MIN_MAP_BYTES = 64 << 10;

  @Override
  public String name() {
    return "lmdb";
  }

  @Override
  public StorageEngine open(Path directory, Durability durability, Settings settings) {
    long mapBytes = settings.bytes("map-size", 1L << 30);
    if (mapBytes < MIN_MAP_BYTES) {
      throw new IllegalArgumentException(
          "map-size must be at least " + MIN_MAP_BYTES + " bytes, was " + mapBytes);
    }
    long maxReaders = settings.number("max-readers", 126);
    if (maxReaders < 1 || maxReaders > 4096) {
      throw new IllegalArgumentException("max-readers must be 1..4096, was " + maxReaders);
    }
    return LmdbFiles.open(directory, durability, mapBytes, (int) maxReaders);
  }
}
