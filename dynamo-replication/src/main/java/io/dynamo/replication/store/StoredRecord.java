package io.dynamo.replication.store;

import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.actor.LocalHeader;
import org.jspecify.annotations.Nullable;

/**
 * What this node keeps under one key.
 *
 * @param header the actor that this node opened on the record (rule V4), or null if it never
 *     coordinated a put on it since it has it
 * @param siblings the replicated state
 * @param since the generation of the partition under which the record began or was last compacted:
 *     states that were formed under an older one are not merged in (rules D3, V7)
 */
record StoredRecord(@Nullable LocalHeader header, Siblings siblings, long since) {
  /** Nothing is stored. */
  static final StoredRecord NONE = new StoredRecord(null, Siblings.NONE, 0);

  /** The same record with another state. */
  StoredRecord with(@Nullable LocalHeader nextHeader, Siblings next) {
    return new StoredRecord(nextHeader, next, since);
  }
}
