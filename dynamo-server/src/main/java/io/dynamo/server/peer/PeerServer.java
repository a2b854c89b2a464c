package io.dynamo.server.peer;

import io.dynamo.api.ClusterId;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.protocol.DecodeException;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.PeerCodec;
import io.dynamo.protocol.Refused;
import io.dynamo.server.port.FramePort;
import io.dynamo.server.port.FrameService;
import io.dynamo.server.port.PortLimits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The peers' port of one event loop: lets peers of the same cluster in, hands what they ask to the
 * handler, and answers what cannot be read with {@link Refusal.Reason#NOT_UNDERSTOOD}.
 */
public final class PeerServer {
  private final FramePort port;

  /**
   * A server that does not listen yet.
   *
   * @param handler is called on this event loop
   */
  public PeerServer(
      Context context,
      PortLimits limits,
      PeerIdentity identity,
      PeerCodec codec,
      PeerHandler handler) {
    this.port =
        new FramePort(
            context, limits, new Service(identity, codec, handler, limits.maxFrameBytes()));
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
      PeerIdentity identity, PeerCodec codec, PeerHandler handler, int maxFrameBytes)
      implements FrameService {
    @Override
    public @Nullable Refused judge(Hello hello) {
      return PeerAdmission.judge(identity, hello);
    }

    @Override
    public Hello hello() {
      return identity.hello();
    }

    @Override
    public void onRequest(Hello from, Frame frame, Consumer<byte[]> reply) {
      PeerRequest request;
      try {
        request = codec.request(frame);
      } catch (DecodeException e) {
        reply.accept(notUnderstood(frame.id(), e.reason()));
        return;
      }
      Refusal refusal = refusal(from, request);
      if (refusal != null) {
        reply.accept(codec.encode(frame.id(), refusal));
        return;
      }
      handler.handle(
          Objects.requireNonNull(from.node(), "a peer's hello without a node"),
          request,
          answer -> reply.accept(encode(frame.id(), answer)));
    }

    /**
     * A node may find its cluster while a connection is open: what the hellos said is compared
     * again for each request.
     */
    private @Nullable Refusal refusal(Hello from, PeerRequest request) {
      ClusterId mine = identity.hello().cluster();
      if (!PeerAdmission.mayMeet(mine, from.cluster())) {
        return new Refusal(
            Refusal.Reason.OTHER_CLUSTER,
            from.node() + " belongs to cluster " + from.cluster() + ", this node to " + mine);
      }
      boolean early =
          request instanceof PeerRequest.AskHistory
              || request instanceof PeerRequest.AskToJoin
              || request instanceof PeerRequest.AnnounceStart
              || request instanceof PeerRequest.Ping;
      return early || from.cluster() != null
          ? identity.judge(from, request)
          : new Refusal(
              Refusal.Reason.NOT_READY, from.node() + " said that it belongs to no cluster yet");
    }

    private byte[] encode(long id, PeerReply answer) {
      byte[] frame = codec.encode(id, answer);
      return frame.length - Frame.HEADER_BYTES <= maxFrameBytes
          ? frame
          : codec.encode(
              id,
              new Refusal(
                  Refusal.Reason.STORAGE_FAILED,
                  "the reply has " + frame.length + " bytes, more than a frame may"));
    }

    @Override
    public byte[] overloaded(long id) {
      return codec.encode(
          id, new Refusal(Refusal.Reason.OVERLOADED, "too much is under way on this connection"));
    }

    @Override
    public byte[] notUnderstood(long id, String detail) {
      return codec.encode(id, new Refusal(Refusal.Reason.NOT_UNDERSTOOD, detail));
    }
  }
}
