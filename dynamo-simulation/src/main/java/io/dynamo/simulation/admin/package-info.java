/**
 * Changes of the membership of a simulated cluster: a {@link io.dynamo.simulation.admin.ChangePlan}
 * is drawn from the seed, the {@link io.dynamo.simulation.admin.Administrator} has them made.
 */
@NullMarked
package io.dynamo.simulation.admin;

import org.jspecify.annotations.NullMarked;
