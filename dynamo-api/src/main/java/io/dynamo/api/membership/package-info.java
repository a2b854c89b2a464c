/**
 * Who belongs to a cluster, as a set of immutable events (Dynamo §4.8; rule M2). Equal histories
 * mean equal clusters: everything else, the ring first of all, is computed from them.
 */
@NullMarked
package io.dynamo.api.membership;

import org.jspecify.annotations.NullMarked;
