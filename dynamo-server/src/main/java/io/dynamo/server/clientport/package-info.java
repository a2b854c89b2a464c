/**
 * The clients' port: the same frames as between peers, but another protocol on another port, so
 * that a client can never speak as a replica. It does not know how a request is done. Enter at
 * {@link io.dynamo.server.clientport.ClientPortServer}.
 */
@NullMarked
package io.dynamo.server.clientport;

import org.jspecify.annotations.NullMarked;
