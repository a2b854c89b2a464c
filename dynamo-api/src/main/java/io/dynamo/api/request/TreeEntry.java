package io.dynamo.api.request;

import io.dynamo.api.HashSum;
import io.dynamo.api.Key;

/** One record in a leaf of the hash tree (Dynamo §4.7): equal hashes mean equal records. */
public record TreeEntry(Key key, HashSum hash) {}
