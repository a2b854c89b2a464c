package io.dynamo.server.clientport;

import io.dynamo.protocol.ClientCodec;
import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientReply.Code;
import io.dynamo.protocol.ClientReply.Failed;
import io.dynamo.protocol.ClientRequest;
import io.dynamo.protocol.DecodeException;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import io.dynamo.server.port.FramePort;
import io.dynamo.server.port.FrameService;
import io.dynamo.server.port.PortLimits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients' port of one event loop: hands what clients ask to the handler. A client that has too
 * much under way is not read until there is room.
 */
public final class ClientPortServer {
  private final FramePort port;

  /**
   * A server that does not listen yet.
   *
   * @param self this node's hello to its peers, as it is now; clients are not told its key ids
   * @param ringDigest of the ring as it is now, for answers that are not the handler's; 0 if there
   *     is none
   * @param handler is called on this event loop
   */
  public ClientPortServer(
      Context context,
      PortLimits limits,
      Supplier<Hello> self,
      LongSupplier ringDigest,
      ClientRequestHandler handler) {
    this.port =
        new FramePort(
            context, limits, new Service(self, ringDigest, handler, limits.maxFrameBytes()));
  }

  /**
   * Begins to listen.
   *
   * @param portNumber 0 for a free one; a negative number for a free one that is shared by all
   *     loops that give the same
   * @return the port; fails if it cannot be bound
   */
  public Future<Integer> listen(String host, int portNumber) {
    return port.listen(host, portNumber);
  }

  /** Takes no further request, answers those under way for so long, then closes. */
  public Future<Void> close(long graceMillis) {
    return port.close(graceMillis);
  }

  private record Service(
      Supplier<Hello> self,
      LongSupplier ringDigest,
      ClientRequestHandler handler,
      int maxFrameBytes)
      implements FrameService {
    @Override
    public @Nullable Refused judge(Hello hello) {
      return hello.role() == Hello.Role.CLIENT
          ? null
          : new Refused(
              Refused.Reason.ROLE, "this is the clients' port, peers have one of their own");
    }

    @Override
    public Hello hello() {
      Hello hello = self.get();
      return Hello.peer(
          hello.cluster(),
          Objects.requireNonNull(hello.node(), "a node's hello without its name"),
          hello.nonce(),
          List.of());
    }

    @Override
    public void onRequest(Hello from, Frame frame, Consumer<byte[]> reply) {
      ClientRequest request;
      try {
        request = ClientCodec.request(frame);
      } catch (DecodeException e) {
        reply.accept(notUnderstood(frame.id(), e.reason()));
        return;
      }
      handler.handle(request, answer -> reply.accept(encode(frame.id(), answer)));
    }

    private byte[] encode(long id, ClientReply answer) {
      byte[] frame = ClientCodec.encode(id, answer);
      return frame.length - Frame.HEADER_BYTES <= maxFrameBytes
          ? frame
          : failed(
              id,
              Code.VALUE_TOO_LARGE,
              "the reply has " + frame.length + " bytes, more than a frame may");
    }

    @Override
    public byte[] overloaded(long id) {
      return failed(id, Code.OVERLOADED, "too much is under way on this connection");
    }

    @Override
    public byte[] notUnderstood(long id, String detail) {
      return failed(id, Code.NOT_UNDERSTOOD, detail);
    }

    private byte[] failed(long id, Code code, String message) {
      return ClientCodec.encode(id, Failed.of(code, message, ringDigest.getAsLong()));
    }
  }
}
