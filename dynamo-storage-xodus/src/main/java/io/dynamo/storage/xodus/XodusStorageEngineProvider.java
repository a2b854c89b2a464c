package io.dynamo.storage.xodus;

import io.dynamo.api.Settings;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageEngineProvider;
import java.nio.file.Path;

/**
 * {@code dynamo.storage.engine = xodus}. Its options stand in this module's {@code reference.conf}.
 */
public final class XodusStorageEngineProvider implements StorageEngineProvider {
  private static final long MIN_CACHE_BYTES = 1 << 20;

  @Override
  public String name() {
    return "xodus";
  }

  @Override
  public StorageEngine open(Path directory, Durability durability, Settings settings) {
    long cacheBytes = settings.bytes("cache-size", 64L << 20);
    if (cacheBytes < MIN_CACHE_BYTES) {
      throw new IllegalArgumentException(
          "cache-size must be at least " + MIN_CACHE_BYTES + " bytes, was " + cacheBytes);
    }
    return new XodusStorageEngine(OpenEnvironment.open(directory, durability, cacheBytes));
  }
}
