/** Tests of the {@code dynamo} command. */
@NullMarked
package io.dynamo.server.command.remote;

import org.jspecify.annotations.NullMarked;
