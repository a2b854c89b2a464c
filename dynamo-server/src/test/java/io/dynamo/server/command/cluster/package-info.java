/** Tests of the {@code dynamo} command. */
@NullMarked
package io.dynamo.server.command.cluster;

import org.jspecify.annotations.NullMarked;
