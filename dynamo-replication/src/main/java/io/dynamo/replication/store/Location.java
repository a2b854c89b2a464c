package io.dynamo.replication.store;

import io.dynamo.api.Position;

/**
 * Where a key is: its position, and the partition of the ring that keeps it.
 *
 * @param partition {@link io.dynamo.api.partitioning.Partition#index}
 */
public record Location(Position position, int partition) {}
