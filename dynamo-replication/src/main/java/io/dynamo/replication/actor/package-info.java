/**
 * Who makes dots on this node, and why no dot is ever made twice (rules V4, V5, V6). {@link
 * io.dynamo.replication.actor.StartSequence} decides at start under which incarnation the node goes
 * on, {@link io.dynamo.replication.actor.Actors} hands out epochs of it, and {@link
 * io.dynamo.replication.actor.StartRegister} remembers the starts of other nodes. It knows no
 * records and no engine; what must outlive the process lies in a {@link
 * io.dynamo.api.node.NodeLog}.
 */
@NullMarked
package io.dynamo.replication.actor;

import org.jspecify.annotations.NullMarked;
