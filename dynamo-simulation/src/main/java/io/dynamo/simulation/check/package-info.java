/**
 * What must hold in a simulated cluster, judged from inside: while it runs ({@link
 * io.dynamo.simulation.check.Watching}, {@link io.dynamo.simulation.check.Promises}) and after it
 * has settled ({@link io.dynamo.simulation.check.FinalCheck}).
 */
@NullMarked
package io.dynamo.simulation.check;

import org.jspecify.annotations.NullMarked;
