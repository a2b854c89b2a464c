package io.dynamo.replication.store;

import io.dynamo.api.request.Generation;
import io.dynamo.api.versioning.Siblings;

/**
 * What this node has of one key.
 *
 * @param state {@link Siblings#NONE} if nothing
 * @param whole whether the key's partition was whole here, before and after the state was read
 *     (rule Q2)
 * @param sealed whether the key's partition is sealed here (rule H2)
 * @param generation of the key's partition, before the state was read (rule D4)
 * @param view {@link io.dynamo.api.partitioning.Partition#digest} of the key's partition as the
 *     store saw it all the time (rule Q5)
 */
public record Held(
    Siblings state, boolean whole, Generation generation, boolean sealed, long view) {
  /** Of a partition that is not sealed. */
  public Held(Siblings state, boolean whole, Generation generation) {
    this(state, whole, generation, false, 0);
  }
}
