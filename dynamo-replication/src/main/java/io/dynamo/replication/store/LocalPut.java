package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.VersionVector;
import org.jspecify.annotations.Nullable;

/**
 * A put that this node coordinates.
 *
 * @param area {@link Area#HINTS} if this node is a fallback
 * @param view {@link io.dynamo.api.partitioning.Partition#digest} of the key's partition as the
 *     coordinator sees it (rule Q5); does not matter for hints
 * @param context what the writer had seen
 * @param value empty for a tombstone; shared, not copied
 * @param wallMillis the coordinator's clock
 */
public record LocalPut(
    Area area,
    Key key,
    Position position,
    long view,
    VersionVector context,
    boolean tombstone,
    byte[] value,
    @Nullable RequestIdentity identity,
    long wallMillis) {}
