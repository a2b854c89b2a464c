package io.dynamo.client;

import io.dynamo.api.NodeId;
import io.dynamo.protocol.ClientCodec;
import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientRequest;
import io.dynamo.protocol.DecodeException;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.FrameReader;
import io.dynamo.protocol.HandshakeCodec;
import io.dynamo.protocol.Hello;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The client port of a node over a real socket, whose answers a test decides. */
final class ScriptedNode implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetServer server;

  /** Every request that came, in order. */
  final List<ClientRequest> requests = new CopyOnWriteArrayList<>();

  private ScriptedNode(boolean greets, Function<ClientRequest, ClientReply> script)
      throws Exception {
    this.server = vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0));
    server.connectHandler(socket -> serve(socket, greets, script));
    server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  static ScriptedNode answering(Function<ClientRequest, ClientReply> script) throws Exception {
    return new ScriptedNode(true, script);
  }

  /** Accepts connections and never says a word, as a stopped process does. */
  static ScriptedNode hung() throws Exception {
    return new ScriptedNode(
        false,
        request -> {
          throw new IllegalStateException("a hung node reads nothing");
        });
  }

  private void serve(
      NetSocket socket, boolean greets, Function<ClientRequest, ClientReply> script) {
    if (!greets) {
      return;
    }
    FrameReader reader =
        new FrameReader(
            1 << 20,
            new FrameReader.FrameHandler() {
              @Override
              public void onFrame(Frame frame) {
                socket.write(Buffer.buffer(answer(frame, script)));
              }

              @Override
              public void onBroken(String reason) {
                throw new IllegalStateException(reason);
              }
            });
    socket.handler(reader::read);
  }

  private byte[] answer(Frame frame, Function<ClientRequest, ClientReply> script) {
    if (frame.kind() == Frame.Kind.HELLO) {
      return HandshakeCodec.encode(Hello.peer(null, new NodeId("n1"), 1, List.of()));
    }
    try {
      ClientRequest request = ClientCodec.request(frame);
      requests.add(request);
      return ClientCodec.encode(frame.id(), script.apply(request));
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }

  NodeAddress address() {
    return new NodeAddress("127.0.0.1", server.actualPort());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
