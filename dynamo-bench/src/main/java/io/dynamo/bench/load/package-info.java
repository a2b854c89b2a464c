/**
 * An open-loop load generator over the Java client, with one writer for each key, that judges every
 * answer. It knows the cluster only through {@link io.dynamo.client.DynamoClient}. Enter at {@link
 * io.dynamo.bench.load.LoadCommand}.
 *
 * <p>When an operation begins is fixed beforehand by the rate, whatever became of those before it,
 * and its latency counts from then: a cluster that stalls for a second makes a second's worth of
 * slow operations, not one.
 */
@NullMarked
package io.dynamo.bench.load;

import org.jspecify.annotations.NullMarked;
