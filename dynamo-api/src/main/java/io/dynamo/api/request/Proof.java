package io.dynamo.api.request;

import io.dynamo.api.versioning.Actor;
import org.jspecify.annotations.Nullable;

/**
 * An owner's word that it holds a record exactly so (rule D2).
 *
 * @param counting the actor with which its next put on the record would go on, or null: every other
 *     actor of that node is retired on this record (rule V7)
 */
public record Proof(TreeEntry entry, @Nullable Actor counting) {}
