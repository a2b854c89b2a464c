package io.dynamo.api.storage;

import io.dynamo.api.Settings;
import java.nio.file.Path;

/** {@code dynamo.storage.engine = memory}: nothing is written to the directory. */
public final class InMemoryStorageEngineProvider implements StorageEngineProvider {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public StorageEngine open(Path directory, Durability durability, Settings settings) {
    return new InMemoryStorageEngine();
  }
}
