/**
 * Versions of objects and what becomes of concurrent ones (Dynamo §4.4). {@link
 * io.dynamo.api.versioning.Siblings} is all that is known of one key; {@link
 * io.dynamo.api.versioning.Versioning} says how two such states become one, {@link
 * io.dynamo.api.versioning.ConflictResolver} what a reader is shown of several values.
 *
 * <p>All values here are immutable. Byte arrays of values are shared, never copied, and must not be
 * changed by anybody who gets hold of one.
 */
@NullMarked
package io.dynamo.api.versioning;

import org.jspecify.annotations.NullMarked;
