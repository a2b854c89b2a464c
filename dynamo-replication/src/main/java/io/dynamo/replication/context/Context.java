package io.dynamo.replication.context;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.VersionVector;
import org.jspecify.annotations.Nullable;

/**
 * What a client has seen of one key (Dynamo §4.1).
 *
 * @param vector covers all values of the answer (rule V9)
 * @param fastest the replica that answered the get first: the best coordinator of the put that
 *     follows (Dynamo §5); null if not known
 */
public record Context(VersionVector vector, @Nullable NodeId fastest) {}
