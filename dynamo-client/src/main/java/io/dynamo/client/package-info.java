/**
 * The Java client of a Dynamo cluster (Dynamo §4.1). Enter at {@link
 * io.dynamo.client.DynamoClient}, which is asynchronous, or at its {@link
 * io.dynamo.client.BlockingDynamoClient}. Results are typed: what can go wrong in a cluster is a
 * value to look at, not an exception.
 *
 * <p>Connections are pooled and pipelined; which node gets a request is decided in one place,
 * {@link io.dynamo.client.Router}.
 */
@NullMarked
package io.dynamo.client;

import org.jspecify.annotations.NullMarked;
