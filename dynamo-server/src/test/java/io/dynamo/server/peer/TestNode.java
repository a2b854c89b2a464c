package io.dynamo.server.peer;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.HistoryFormat;
import io.dynamo.protocol.PeerCodec;
import io.dynamo.protocol.Refused;
import io.dynamo.server.port.PortLimits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node as its peers see it: one loop, one server, one transport, and a handler of the test. */
final class TestNode {
  static final int MAX_FRAME_BYTES = 64 << 20;
  static final ClusterId CLUSTER = new ClusterId(1, 2);

  /** Of links that no stall of a busy machine ends. */
  static final TransportLimits PATIENT =
      new TransportLimits(MAX_FRAME_BYTES, 4096, 128L << 20, 60_000, 200, 300, 50, 500);

  /** Of a port that gives its peers a minute for the hello. */
  static final PortLimits PATIENT_PORT =
      new PortLimits(MAX_FRAME_BYTES, 100, 8192, 128L << 20, 128L << 20, true, 60_000);

  /** Histories as nothing but their cluster id: enough for the wire, which does not look inside. */
  static final HistoryFormat HISTORIES =
      new HistoryFormat() {
        @Override
        public byte[] encode(MembershipHistory history) {
          throw new UnsupportedOperationException("no test sends a history");
        }

        @Override
        public MembershipHistory decode(byte[] bytes) {
          throw new UnsupportedOperationException("no test sends a history");
        }
      };

  static final PeerCodec CODEC = new PeerCodec(HISTORIES);

  final NodeId id;
  final Map<NodeId, SocketAddress> addresses = new ConcurrentHashMap<>();
  final BlockingQueue<String> beliefs = new LinkedBlockingQueue<>();
  final Beliefs detector = new Beliefs();
  volatile Hello hello;
  volatile @Nullable Refused verdict;
  volatile @Nullable Refusal refusal;
  volatile PeerHandler handler;
  final Context context;
  final VertxTransport transport;
  @Nullable PeerServer server;

  TestNode(Vertx vertx, String name, TransportLimits limits, PeerHandler handler) throws Exception {
    this.id = new NodeId(name);
    this.hello = Hello.peer(CLUSTER, id, 7, List.of());
    this.handler = handler;
    this.context = newContext(vertx);
    this.transport =
        new VertxTransport(
            context, id, identity(), addresses::get, this::handle, CODEC, detector, limits);
  }

  TestNode(Vertx vertx, String name, PeerHandler handler) throws Exception {
    this(vertx, name, PATIENT, handler);
  }

  /** Listens, on a free port if this is 0. */
  int listen(int port, PortLimits limits) throws Exception {
    PeerServer listening = new PeerServer(context, limits, identity(), CODEC, this::handle);
    server = listening;
    return get(listening.listen("127.0.0.1", port));
  }

  int listen() throws Exception {
    return listen(0, PATIENT_PORT);
  }

  void knows(NodeId node, int port) {
    addresses.put(node, SocketAddress.inetSocketAddress(port, "127.0.0.1"));
  }

  /** What became of one request: a reply, or a failure. */
  CompletableFuture<Object> ask(NodeId to, PeerRequest request) {
    return ask(to, request, TimeUnit.SECONDS.toNanos(60));
  }

  CompletableFuture<Object> ask(NodeId to, PeerRequest request, long timeoutNanos) {
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    context.runOnContext(turn -> send(to, request, timeoutNanos, outcome));
    return outcome;
  }

  /** The same, on the loop already. */
  void send(NodeId to, PeerRequest request, long timeoutNanos, CompletableFuture<Object> outcome) {
    Thread loop = Thread.currentThread();
    transport.send(
        to,
        request,
        timeoutNanos,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            complete(reply);
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            complete(failure);
          }

          private void complete(Object result) {
            if (Thread.currentThread() != loop) {
              outcome.completeExceptionally(new AssertionError("on another thread"));
            } else if (!outcome.complete(result)) {
              beliefs.add("called twice: " + result);
            }
          }
        });
  }

  static Object await(CompletableFuture<Object> outcome) throws Exception {
    return outcome.get(60, TimeUnit.SECONDS);
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  void stopListening() throws Exception {
    PeerServer listening = server;
    if (listening != null) {
      server = null;
      get(listening.close(1));
    }
  }

  void close() throws Exception {
    stopListening();
    CompletableFuture<Object> closed = new CompletableFuture<>();
    context.runOnContext(
        turn -> {
          transport.close();
          closed.complete(id);
        });
    await(closed);
  }

  private void handle(NodeId from, PeerRequest request, Consumer<PeerReply> reply) {
    handler.handle(from, request, reply);
  }

  /** Tells {@link #beliefs} whenever what links say of a peer changes. */
  final class Beliefs implements LinkWatcher {
    private final Set<NodeId> down = ConcurrentHashMap.newKeySet();

    boolean isUp(NodeId node) {
      return !down.contains(node);
    }

    @Override
    public void onLinkUp(NodeId node) {
      if (down.remove(node)) {
        beliefs.add(node + " up");
      }
    }

    @Override
    public void onLinkDown(NodeId node, String reason) {
      if (down.add(node)) {
        beliefs.add(node + " down: " + reason);
      }
    }
  }

  PeerIdentity identity() {
    return new PeerIdentity() {
      @Override
      public Hello hello() {
        return hello;
      }

      @Override
      public @Nullable Refused judge(Hello peer) {
        return verdict;
      }

      @Override
      public @Nullable Refusal judge(Hello from, PeerRequest request) {
        return refusal;
      }
    };
  }

  /** An event loop of its own. */
  static Context newContext(Vertx vertx) throws Exception {
    CompletableFuture<Object> loop = new CompletableFuture<>();
    get(
        vertx.deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                loop.complete(context);
                return Future.succeededFuture();
              }
            }));
    return (Context) await(loop);
  }
}
