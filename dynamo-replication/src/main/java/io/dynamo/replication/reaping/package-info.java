/**
 * Deletes for good (section D of the protocol rules): a tombstone is an ordinary version, removed
 * only by proof that no copy of what it deleted can come back; by the same proof entries of retired
 * actors leave the vectors (rule V7). {@link io.dynamo.replication.reaping.Reaper} asks, on the
 * home loop of the first owner of a partition; every node answers by {@link
 * io.dynamo.replication.tree.TreeResponder}.
 */
@NullMarked
package io.dynamo.replication.reaping;

import org.jspecify.annotations.NullMarked;
