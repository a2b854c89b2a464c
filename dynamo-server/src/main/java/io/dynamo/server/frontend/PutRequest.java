package io.dynamo.server.frontend;

import org.jspecify.annotations.Nullable;

/**
 * A put or delete as it came in, not checked yet. Arrays are shared, not copied.
 *
 * @param context as the client had it from an earlier answer, or null for a blind put
 * @param tombstone whether it is a delete; the value is then empty
 * @param requestId by which a retry is known (rule V10), or null
 */
public record PutRequest(
    byte[] key,
    byte @Nullable [] context,
    boolean tombstone,
    byte[] value,
    byte @Nullable [] requestId,
    QuorumWish wish) {}
