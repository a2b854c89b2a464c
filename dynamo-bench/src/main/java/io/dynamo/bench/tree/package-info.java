/**
 * What anti-entropy costs (Dynamo §4.7): {@link io.dynamo.bench.tree.TreeExchangeDrill} lets two
 * owners with many keys in common agree on the few in which they differ, and counts bytes and time.
 */
@NullMarked
package io.dynamo.bench.tree;

import org.jspecify.annotations.NullMarked;
