package io.dynamo.replication.store;

import io.dynamo.api.request.Generation;

/**
 * What this node knows, durably, of each partition: whether it is whole here (rule Q2), and its
 * generation (rule D3). Read from any thread; changed by the store's writer alone, and seen only
 * once it is durable.
 */
public interface PartitionStates {
  boolean isWhole(int partition);

  Generation generation(int partition);
}
