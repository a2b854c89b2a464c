package io.dynamo.server.port;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * Closes a connection so that the last frame arrives: to close a socket that has bytes unread
 * resets it, and the other end would lose what it has not read yet. So the other end may close
 * first.
 */
final class Farewell {
  private static final long PATIENCE_MILLIS = 1_000;

  private Farewell() {}

  /** Writes the frame, drops what still comes, and closes when the other end has, or soon. */
  static void say(Vertx vertx, NetSocket socket, byte[] lastFrame, Runnable onClosed) {
    long timer = vertx.setTimer(PATIENCE_MILLIS, id -> socket.close());
    socket.closeHandler(
        end -> {
          vertx.cancelTimer(timer);
          onClosed.run();
        });
    socket.handler(dropped -> {});
    socket.resume();
    socket.write(Buffer.buffer(lastFrame));
  }
}
