/**
 * How nodes reach one another: {@link io.dynamo.server.peer.VertxTransport} asks, {@link
 * io.dynamo.server.peer.PeerServer} answers, one connection for each pair of event loop and peer.
 * It does not know what the requests mean. {@link io.dynamo.server.peer.LinkWatcher} is told who
 * answers.
 */
@NullMarked
package io.dynamo.server.peer;

import org.jspecify.annotations.NullMarked;
