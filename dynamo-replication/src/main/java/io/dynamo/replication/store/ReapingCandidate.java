package io.dynamo.replication.store;

import io.dynamo.api.request.TreeEntry;
import io.dynamo.api.versioning.Siblings;

/** A record that reaping may shorten, as this node holds it. */
public record ReapingCandidate(TreeEntry entry, Siblings state) {}
