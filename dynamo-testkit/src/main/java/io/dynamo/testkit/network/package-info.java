/**
 * A network in virtual time: {@link io.dynamo.testkit.network.VirtualNetwork} carries requests and
 * replies between nodes, as well or badly as {@link io.dynamo.testkit.network.Links} says; {@link
 * io.dynamo.testkit.network.Holding} keeps single messages under way. It knows no ring and no
 * store.
 */
@NullMarked
package io.dynamo.testkit.network;

import org.jspecify.annotations.NullMarked;
