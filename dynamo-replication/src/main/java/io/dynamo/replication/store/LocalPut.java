package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.VersionVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A put that this node coordinates.
 *
 * @param context what the writer had seen
 * @param value empty for a tombstone; shared, not copied
 * @param wallMillis the coordinator's clock
 * @param hintFor empty if this node is an owner; else the owners for whom it keeps the result as a
 *     hint (Dynamo §4.6)
 */
public record LocalPut(
    Key key,
    Location location,
    VersionVector context,
    boolean tombstone,
    byte[] value,
    @Nullable RequestIdentity identity,
    long wallMillis,
    List<NodeId> hintFor) {
  public LocalPut {
    hintFor = List.copyOf(hintFor);
  }
}
