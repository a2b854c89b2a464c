package io.dynamo.api.request;

import io.dynamo.api.HashSum;

/**
 * The root of the hash tree of one partition on one owner (Dynamo §4.7).
 *
 * @param whole whether the partition is whole there (rule Q2)
 * @param losses how often it has ceased to be whole there: the same number twice means that it was
 *     whole all the time in between
 */
public record TreeRoot(
    int partition, HashSum sum, boolean whole, Generation generation, long losses) {}
