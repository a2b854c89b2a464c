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
 */
record StoredRecord(@Nullable LocalHeader header, Siblings siblings) {
  /** Nothing is stored. */
  static final StoredRecord NONE = new StoredRecord(null, Siblings.NONE);
}
