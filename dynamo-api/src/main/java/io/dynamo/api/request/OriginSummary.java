package io.dynamo.api.request;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;

/**
 * What a history has of the events that one node made and that are not folded into its checkpoint.
 *
 * @param count how many there are
 * @param sum of their hashes; two histories with equal sums have the same of them
 */
public record OriginSummary(NodeId origin, int count, HashSum sum) {}
