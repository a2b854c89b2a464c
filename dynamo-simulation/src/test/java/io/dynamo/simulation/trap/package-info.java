/**
 * The traps that others fell into, each played step by step on a simulated cluster in virtual time:
 * {@link io.dynamo.simulation.trap.TrapCluster} is the stage, {@link
 * io.dynamo.simulation.trap.TrapClient} asks, and each test walks through one interleaving.
 */
@NullMarked
package io.dynamo.simulation.trap;

import org.jspecify.annotations.NullMarked;
