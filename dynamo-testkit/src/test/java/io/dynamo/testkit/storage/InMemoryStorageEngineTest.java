package io.dynamo.testkit.storage;

import io.dynamo.api.storage.InMemoryStorageEngineProvider;
import io.dynamo.api.storage.StorageEngineProvider;

class InMemoryStorageEngineTest extends StorageEngineContract {
  @Override
  protected StorageEngineProvider provider() {
    return new InMemoryStorageEngineProvider();
  }
}
