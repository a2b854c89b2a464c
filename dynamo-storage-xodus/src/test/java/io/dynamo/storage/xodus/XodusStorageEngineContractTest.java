package io.dynamo.storage.xodus;

import io.dynamo.api.storage.StorageEngineProvider;
import io.dynamo.testkit.storage.DurableStorageEngineContract;

class XodusStorageEngineContractTest extends DurableStorageEngineContract {
  @Override
  protected StorageEngineProvider provider() {
    return new XodusStorageEngineProvider();
  }
}
