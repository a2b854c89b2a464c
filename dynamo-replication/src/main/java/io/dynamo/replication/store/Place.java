package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;

/** A key and where it is on the ring. */
public record Place(Key key, Position position) {}
