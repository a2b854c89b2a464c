/** Tests of the wire: every message there and back, damaged bytes, frames cut anywhere. */
@NullMarked
package io.dynamo.protocol;

import org.jspecify.annotations.NullMarked;
