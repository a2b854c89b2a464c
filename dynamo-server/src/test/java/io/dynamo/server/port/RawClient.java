package io.dynamo.server.port;

import io.dynamo.protocol.Frame;
import io.dynamo.protocol.FrameReader;
import io.dynamo.protocol.HandshakeCodec;
import io.dynamo.protocol.Hello;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * The other end of a connection, byte by byte, on a blocking socket that gives up after a minute.
 */
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final Queue<Frame> frames = new ArrayDeque<>();
  private final FrameReader reader =
      new FrameReader(
          Integer.MAX_VALUE,
          new FrameReader.FrameHandler() {
            @Override
            public void onFrame(Frame frame) {
              frames.add(frame);
            }

            @Override
            public void onBroken(String reason) {
              throw new IllegalStateException(reason);
            }
          });

  public RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  public RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(60_000);
  }

  /** A connection whose hello was answered. */
  public static RawClient welcome(int port, Hello hello) throws IOException {
    RawClient client = new RawClient(port);
    client.write(HandshakeCodec.encode(hello));
    Frame answer = client.next();
    if (answer.kind() != Frame.Kind.HELLO) {
      throw new IllegalStateException("no welcome but " + answer.kind());
    }
    return client;
  }

  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Says that nothing more will come, but goes on reading. */
  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** The next frame; fails at the end of the connection. */
  public Frame next() throws IOException {
    InputStream in = socket.getInputStream();
    byte[] chunk = new byte[65_536];
    while (frames.isEmpty()) {
      int count = in.read(chunk);
      if (count < 0) {
        throw new IOException("the connection has ended");
      }
      reader.read(Buffer.buffer(Arrays.copyOf(chunk, count)));
    }
    return frames.remove();
  }

  /** Whether the other end has closed, with nothing more to read. */
  public boolean isAtEnd() throws IOException {
    return frames.isEmpty() && socket.getInputStream().read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
