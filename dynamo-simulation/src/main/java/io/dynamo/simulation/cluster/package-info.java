/**
 * A simulated cluster: {@link io.dynamo.simulation.cluster.SimulatedCluster} has the nodes and the
 * world that they are in, {@link io.dynamo.simulation.cluster.Health} knows what is wrong with it
 * now and what was lost for good, {@link io.dynamo.simulation.cluster.Violations} what was found.
 */
@NullMarked
package io.dynamo.simulation.cluster;

import org.jspecify.annotations.NullMarked;
