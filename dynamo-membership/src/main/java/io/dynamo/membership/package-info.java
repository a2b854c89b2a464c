/**
 * How a node comes to its cluster's membership history (Dynamo §4.8; rules M1, M2): the bytes of a
 * history, its entry in the node's log, and how the first members form a cluster. Pure machines:
 * time, randomness and the network are handed in. Knows no ring, no keys and no sockets.
 *
 * <p>Enter at {@link io.dynamo.membership.NodeForming}; the rules are in {@link
 * io.dynamo.membership.Forming}, the bytes in {@link io.dynamo.membership.HistoryCodec}.
 */
@NullMarked
package io.dynamo.membership;

import org.jspecify.annotations.NullMarked;
