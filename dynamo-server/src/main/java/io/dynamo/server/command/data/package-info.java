/**
 * {@code dynamo put}, {@code get} and {@code delete}: one key each. They know neither HTTP nor the
 * ring. Enter by {@link io.dynamo.server.command.data.GetCommand}.
 */
@NullMarked
package io.dynamo.server.command.data;

import org.jspecify.annotations.NullMarked;
