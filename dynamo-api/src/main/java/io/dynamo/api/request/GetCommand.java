package io.dynamo.api.request;

import io.dynamo.api.Key;

/** "What is under this key?" (Dynamo §4.1). */
public record GetCommand(Key key, Quorum quorum) {}
