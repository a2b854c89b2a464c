/**
 * Virtual time: {@link io.dynamo.testkit.time.VirtualTime} is one queue of events for a whole
 * simulated world, {@link io.dynamo.testkit.time.NodeTime} is what one node's process sees of it.
 * One thread, no clock, no chance but {@link io.dynamo.testkit.time.Chance}: a run is a pure
 * function of its seed.
 */
@NullMarked
package io.dynamo.testkit.time;

import org.jspecify.annotations.NullMarked;
