/**
 * A listening port that speaks frames: handshake, pipelined requests, bounds and backpressure, the
 * same for peers and clients. It does not know what the requests mean. Enter at {@link
 * io.dynamo.server.port.FramePort}.
 */
@NullMarked
package io.dynamo.server.port;

import org.jspecify.annotations.NullMarked;
