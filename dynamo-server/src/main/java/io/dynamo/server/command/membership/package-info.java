/**
 * {@code dynamo members}, {@code moves}, and the commands that change who belongs to the cluster:
 * each shows its plan and commits it (rule M5). They know a node's HTTP and nothing of the ring.
 * Enter by {@link io.dynamo.server.command.membership.ChangeCommand}.
 */
@NullMarked
package io.dynamo.server.command.membership;

import org.jspecify.annotations.NullMarked;
