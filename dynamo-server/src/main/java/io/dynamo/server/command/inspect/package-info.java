/**
 * {@code dynamo ring} and {@code dynamo explain}: where keys are and who holds them, as a node
 * tells it. Enter by {@link io.dynamo.server.command.inspect.RingCommand}.
 */
@NullMarked
package io.dynamo.server.command.inspect;

import org.jspecify.annotations.NullMarked;
