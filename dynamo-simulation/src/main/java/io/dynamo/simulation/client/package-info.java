/**
 * The clients of a simulated cluster: {@link io.dynamo.simulation.client.Workload} has them get,
 * put and delete, and keeps their history.
 */
@NullMarked
package io.dynamo.simulation.client;

import org.jspecify.annotations.NullMarked;
