/**
 * What all parts of the command share: the streams they read and write, and how they end. Enter by
 * {@link io.dynamo.server.command.console.Streams}.
 */
@NullMarked
package io.dynamo.server.command.console;

import org.jspecify.annotations.NullMarked;
