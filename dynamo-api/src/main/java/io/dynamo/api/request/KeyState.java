package io.dynamo.api.request;

import io.dynamo.api.Key;
import io.dynamo.api.versioning.Siblings;

/** All that one replica has under one key; {@link Siblings#NONE} if nothing. */
public record KeyState(Key key, Siblings state) {}
