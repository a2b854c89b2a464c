/**
 * Anti-entropy (Dynamo §4.7): owners compare the roots of their hash trees, descend where they from
 * the home loop; {@link io.dynamo.replication.tree.TreeResponder} answers, on any. By it a node
 * that has lost its disk gets everything back, and becomes whole (rule Q2). It knows owners only:
 * no fallback and no hint is compared.
 */
@NullMarked
package io.dynamo.replication.tree;

import org.jspecify.annotations.NullMarked;
