package io.dynamo.api.request;

import io.dynamo.api.Key;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.VersionVector;
import org.jspecify.annotations.Nullable;

/**
 * "This is the value now, in place of what I had seen" (Dynamo §4.1), or with {@code tombstone}:
 * "it is deleted" (rule D1).
 *
 * @param context what the writer had seen; empty for a blind put
 * @param value empty for a tombstone; shared, not copied
 * @param identity by which a retry is known, if the writer gave a request id (rule V10)
 */
public record PutCommand(
    Key key,
    VersionVector context,
    boolean tombstone,
    byte[] value,
    @Nullable RequestIdentity identity,
    Quorum quorum) {}
