/**
 * A node's part in the membership of its cluster (Dynamo §4.8; section M): how it comes to its
 * history, by forming or joining a cluster; how the history is kept, spread by gossip and changed;
 * and who is believed to be up. Pure machines: time, randomness and the network are handed in.
 * Knows no keys and no sockets; of rings only that a {@link
 * io.dynamo.api.partitioning.Partitioning} makes them.
 *
 * <p>Enter at {@link io.dynamo.membership.NodeForming}, by the rules of {@link
 * io.dynamo.membership.Forming} and {@link io.dynamo.membership.Joining}; then at {@link
 * io.dynamo.membership.ClusterMembership}, whose gossip is {@link
 * io.dynamo.membership.GossipExchange} on the one side and {@link
 * io.dynamo.membership.GossipResponder} on the other; and at {@link
 * io.dynamo.membership.PhiAccrualDetector}. The bytes are in {@link
 * io.dynamo.membership.HistoryCodec}.
 */
@NullMarked
package io.dynamo.membership;

import org.jspecify.annotations.NullMarked;
