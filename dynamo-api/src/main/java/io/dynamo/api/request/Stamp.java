package io.dynamo.api.request;

/**
 * What the sender of a replica request believes about the partition of its key.
 *
 * @param owners {@link io.dynamo.api.partitioning.Partition#digest} in its ring (rule Q5): a
 *     replica that sees other owners answers with its history instead
 * @param generation of the partition on the sender when the state that it sends was read or made
 *     (rule D4)
 */
public record Stamp(long owners, Generation generation) {}
