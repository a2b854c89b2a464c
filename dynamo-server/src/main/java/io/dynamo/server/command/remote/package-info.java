/**
 * A node as a command sees it: over HTTP. It turns answers into values and knows no command. Enter
 * by {@link io.dynamo.server.command.remote.KeyValues}.
 */
@NullMarked
package io.dynamo.server.command.remote;

import org.jspecify.annotations.NullMarked;
