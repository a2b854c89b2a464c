/**
 * {@code dynamo import} and {@code dynamo verify}: a directory's files as keys, several at a time.
 * Memory is bounded: at most so many files, and so many bytes of them, are in flight. Enter by
 * {@link io.dynamo.server.command.transfer.ImportCommand}.
 */
@NullMarked
package io.dynamo.server.command.transfer;

import org.jspecify.annotations.NullMarked;
