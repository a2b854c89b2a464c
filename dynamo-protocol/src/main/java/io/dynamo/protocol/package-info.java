/**
 * How messages look on the wire: length-prefixed protobuf frames, pipelined by request ids, with a
 * handshake in front. It knows nothing of what the messages mean, opens no socket and keeps no
 * time. Enter at {@link io.dynamo.protocol.FrameReader} and {@link io.dynamo.protocol.FrameWriter}
 * for a connection, at {@link io.dynamo.protocol.PeerCodec} and {@link
 * io.dynamo.protocol.ClientCodec} for messages. The schema's generated classes, {@code
 * io.dynamo.protocol.wire}, are for this package alone.
 */
@NullMarked
package io.dynamo.protocol;

import org.jspecify.annotations.NullMarked;
