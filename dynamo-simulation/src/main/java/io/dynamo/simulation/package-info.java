/**
 * Whole clusters of the production classes in one thread and virtual time (Dynamo's failures as a
 * pure function of a seed): {@link io.dynamo.simulation.Simulation} runs one seed, with faults
 * drawn from it, and says what did not hold.
 */
@NullMarked
package io.dynamo.simulation;

import org.jspecify.annotations.NullMarked;
