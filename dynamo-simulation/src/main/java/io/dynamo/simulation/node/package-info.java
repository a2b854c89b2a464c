/**
 * One simulated node: {@link io.dynamo.simulation.node.SimulatedNode} lives, ends and lives again
 * on one disk; {@link io.dynamo.simulation.node.NodeLife} wires the production classes as the
 * server does. {@link io.dynamo.simulation.node.Wrapping} is where a test reaches in.
 */
@NullMarked
package io.dynamo.simulation.node;

import org.jspecify.annotations.NullMarked;
