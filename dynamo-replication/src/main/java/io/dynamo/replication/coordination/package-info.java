/**
 * How one get and one put run over several replicas (Dynamo §4.5): a machine for each request,
 * arithmetic for its quorum, and {@link io.dynamo.replication.coordination.Coordination}, which
 * lends the machines a transport, a store and a clock. Nothing here knows sockets, threads or
 * engines. All of it lives on the loop that took the request.
 */
@NullMarked
package io.dynamo.replication.coordination;

import org.jspecify.annotations.NullMarked;
