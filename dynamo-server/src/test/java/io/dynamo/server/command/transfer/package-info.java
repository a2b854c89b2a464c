/** Tests of the {@code dynamo} command. */
@NullMarked
package io.dynamo.server.command.transfer;

import org.jspecify.annotations.NullMarked;
