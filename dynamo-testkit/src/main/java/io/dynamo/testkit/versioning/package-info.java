/**
 * Contracts of the SPIs of {@code io.dynamo.api.versioning}: subclass {@link
 * io.dynamo.testkit.versioning.VersioningContract} or {@link
 * io.dynamo.testkit.versioning.ConflictResolverContract} and say what is to be tested.
 *
 * <p>States of versions are only made by histories that can happen ({@link
 * io.dynamo.testkit.versioning.VersionHistory}); laws need not hold for others.
 */
@NullMarked
package io.dynamo.testkit.versioning;

import org.jspecify.annotations.NullMarked;
