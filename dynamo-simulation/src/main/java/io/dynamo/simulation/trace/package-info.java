/**
 * What happened in a simulated world: {@link io.dynamo.simulation.trace.Trace} folds all of it into
 * one number, and prints it on request; {@link io.dynamo.simulation.trace.Counters} counts it.
 */
@NullMarked
package io.dynamo.simulation.trace;

import org.jspecify.annotations.NullMarked;
