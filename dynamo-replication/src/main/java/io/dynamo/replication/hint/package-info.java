/**
 * Hinted handoff (Dynamo §4.6): {@link io.dynamo.replication.hint.HintDelivery} brings the hints
 * that this node keeps to the owners they are for. It knows no engine and no socket, and lives on
 * the home loop.
 */
@NullMarked
package io.dynamo.replication.hint;

import org.jspecify.annotations.NullMarked;
