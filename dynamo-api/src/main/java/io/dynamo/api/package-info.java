/**
 * The values that every module of Dynamo shares: {@link io.dynamo.api.Key}, its place on the ring
 * ({@link io.dynamo.api.Position}), the name of a node ({@link io.dynamo.api.NodeId}) and of a
 * cluster. The SPIs stand in the packages below this one, one package each.
 *
 * <p>Nothing here reads a clock, starts a thread or opens a file. Enter at {@code
 * io.dynamo.api.storage} to write an engine, at {@code io.dynamo.api.versioning} for a resolver.
 */
@NullMarked
package io.dynamo.api;

import org.jspecify.annotations.NullMarked;
