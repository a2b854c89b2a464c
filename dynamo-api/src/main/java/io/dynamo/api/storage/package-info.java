/**
 * The local store of one node as a plug-in (Dynamo §5, "local persistence engine"). To bring one:
 * implement {@link io.dynamo.api.storage.StorageEngine} and its provider, name the provider in
 * {@code META-INF/services}, and let the contract tests of {@code dynamo-testkit} run over it. The
 * in-memory engine here is the reference that all others are compared with.
 */
@NullMarked
package io.dynamo.api.storage;

import org.jspecify.annotations.NullMarked;
