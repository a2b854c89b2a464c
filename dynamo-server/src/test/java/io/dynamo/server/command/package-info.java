/** Tests of the {@code dynamo} command. */
@NullMarked
package io.dynamo.server.command;

import org.jspecify.annotations.NullMarked;
