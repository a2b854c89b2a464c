package io.dynamo.replication.store;

import io.dynamo.api.NodeId;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node keeps of hints, as of one moment.
 *
 * @param hints how many
 * @param bytes of their records, without the keys of the engine
 * @param byTarget how many for each owner; a hint for two is counted for both
 * @param byPartition how many of each partition that has some
 */
public record HintTotals(
    long hints, long bytes, Map<NodeId, Long> byTarget, Map<Integer, Long> byPartition) {
  /** No hints. */
  public static final HintTotals NONE = new HintTotals(0, 0, new TreeMap<>(), new TreeMap<>());
}
