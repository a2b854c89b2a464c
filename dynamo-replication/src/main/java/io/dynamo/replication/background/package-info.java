/**
 * All that a node does by itself, on its home loop: {@link
 * io.dynamo.replication.background.Background} starts and stops hint delivery (Dynamo §4.6),
 * anti-entropy (§4.7), reaping and the scrub together, in the server and in a simulation alike.
 */
@NullMarked
package io.dynamo.replication.background;

import org.jspecify.annotations.NullMarked;
