package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.request.Generation;
import io.dynamo.api.versioning.Siblings;

/**
 * A state that this node keeps for owners that did not answer (Dynamo §4.6).
 *
 * @param generation of its partition here, before it was read (rule D4)
 */
public record Hint(Key key, Position position, Siblings state, Generation generation) {}
