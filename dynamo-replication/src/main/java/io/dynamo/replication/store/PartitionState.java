package io.dynamo.replication.store;

import io.dynamo.api.request.Generation;

/**
 * What a node knows of one partition.
 *
 * @param whole whether it holds all that it ever acknowledged of it (rule Q2); durable
 * @param generation how far reaping has come (rule D3); durable
 * @param losses how often the partition has ceased to be whole: by it a comparison that began
 *     before is known to prove nothing; durable
 */
public record PartitionState(boolean whole, Generation generation, long losses) {
  /** Of a node that has nothing and knows nothing. */
  static final PartitionState UNKNOWN = new PartitionState(false, Generation.ZERO, 0);

  PartitionState whole(boolean now) {
    return new PartitionState(now, generation, now ? losses : losses + 1);
  }

  PartitionState at(Generation now) {
    return new PartitionState(whole, now, losses);
  }
}
