/**
 * What becomes of versions of one key (Dynamo §4.4, rules V1, V2, V10, V11): {@link
 * io.dynamo.replication.versioning.DottedVersionVectors} puts and merges, {@link
 * io.dynamo.replication.versioning.Retries} knows a put that was seen before, {@link
 * io.dynamo.replication.versioning.SiblingBound} says when a key has too many siblings; the
 * resolvers say what a reader is shown.
 *
 * <p>Pure functions on values of {@code io.dynamo.api.versioning}: no store, no messages, no time.
 */
@NullMarked
package io.dynamo.replication.versioning;

import org.jspecify.annotations.NullMarked;
