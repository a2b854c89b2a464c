package io.dynamo.storage.lmdb;

import io.dynamo.api.storage.StorageEngineProvider;
import io.dynamo.testkit.storage.DurableStorageEngineContract;

class LmdbStorageEngineContractTest extends DurableStorageEngineContract {
  @Override
  protected StorageEngineProvider provider() {
    return new LmdbStorageEngineProvider();
  }
}
