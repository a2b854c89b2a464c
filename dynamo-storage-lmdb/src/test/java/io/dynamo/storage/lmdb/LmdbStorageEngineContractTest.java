package io.dynamo.storage.lmdb;

import io.dynamo.api.storage.StorageEngineProvider;
import io.dynamo.testkit.storage.StorageEngineContract;

class LmdbStorageEngineContractTest extends StorageEngineContract {
  @Override
  protected StorageEngineProvider provider() {
    return new LmdbStorageEngineProvider();
  }
}
