package io.dynamo.replication.coordination;

import io.dynamo.api.request.Generation;
import io.dynamo.api.versioning.Siblings;

/**
 * A state as the coordinator of a put has made it, on its way to other replicas.
 *
 * @param generation of its partition when it was made (rule D4)
 */
record Prepared(Siblings state, Generation generation) {}
