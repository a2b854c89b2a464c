package io.dynamo.api.request;

/**
 * What a sender believes of a partition (rules Q5, H5).
 *
 * @param digest {@link io.dynamo.api.partitioning.Partition#digest}
 */
public record PartitionView(int partition, long digest) {}
