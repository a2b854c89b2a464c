/**
 * How fast and at what price the history spreads (Dynamo §4.8.1): clusters of many nodes that do
 * nothing but gossip, with the production class {@link io.dynamo.membership.ClusterMembership} on a
 * virtual network. Knows no data and moves no partition. {@link
 * io.dynamo.simulation.gossip.GossipCommand} prints the table of {@code docs/gossip.md}.
 */
@NullMarked
package io.dynamo.simulation.gossip;

import org.jspecify.annotations.NullMarked;
