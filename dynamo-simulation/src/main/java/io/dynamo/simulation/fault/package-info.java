/**
 * What goes wrong in a simulated cluster: a {@link io.dynamo.simulation.fault.FaultPlan} is drawn
 * from a seed, {@link io.dynamo.simulation.fault.FaultInjector} carries it out.
 */
@NullMarked
package io.dynamo.simulation.fault;

import org.jspecify.annotations.NullMarked;
