/**
 * The slow scrub: {@link io.dynamo.replication.scrub.Scrub} reads all that a node keeps, over and
 * over, and takes what fails its checksum out of the store, so that anti-entropy brings it back
 * from the other owners before somebody needs it.
 */
@NullMarked
package io.dynamo.replication.scrub;

import org.jspecify.annotations.NullMarked;
