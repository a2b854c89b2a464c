/**
 * Contexts (Dynamo §4.1, rule V8): what a get hands to its client, and the client hands back with a
 * put. {@link io.dynamo.replication.context.ContextCodec} writes and checks them; enter there.
 *
 * <p>A context comes back from outside, so nothing of it is believed before its MAC was checked.
 */
@NullMarked
package io.dynamo.replication.context;

import org.jspecify.annotations.NullMarked;
