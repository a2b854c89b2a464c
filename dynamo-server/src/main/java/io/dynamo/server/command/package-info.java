/**
 * The {@code dynamo} command: its parts, and {@code server}, which runs one node in this process.
 * It knows how a node is configured and started, not how it works. Enter by {@link
 * io.dynamo.server.command.DynamoCommand}.
 */
@NullMarked
package io.dynamo.server.command;

import org.jspecify.annotations.NullMarked;
