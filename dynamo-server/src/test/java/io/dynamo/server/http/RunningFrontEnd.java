package io.dynamo.server.http;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.replication.context.ContextCodec;
import io.dynamo.replication.context.ContextSecret;
import io.dynamo.ring.Md5KeyHash;
import io.dynamo.server.frontend.InFlight;
import io.dynamo.server.frontend.KeyValueGate;
import io.dynamo.server.frontend.KeyValueService;
import io.dynamo.server.frontend.MemoryCoordinator;
import io.dynamo.server.frontend.ResolverRunner;
import io.dynamo.server.frontend.ServiceLimits;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real server on a free port of the loopback, over a store in memory, and a real client. */
final class RunningFrontEnd
    implements AutoCloseable, NodeStatus, LocalInspector, ClusterInspector, MembershipAdmin {
  static final int MAX_VALUE_BYTES = 16 << 20;
  static final ClusterId CLUSTER = new ClusterId(1, 2);

  final MemoryCoordinator store = new MemoryCoordinator();
  final InFlight inFlight;
  final KeyValueGate gate = new KeyValueGate(this);
  final KeyValueService service;
  final HttpClient client = HttpClient.newHttpClient();
  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final int port;
  volatile List<String> obstacles = List.of();
  volatile @Nullable String failure;
  volatile @Nullable Ring ring;
  volatile LocalInspector.@Nullable Finding finding;
  volatile @Nullable Explanation explanation;
  volatile @Nullable Overview overview;
  volatile Planned planned = new Planned.NotReady("no plan was prepared");
  volatile Committed committed = new Committed.NotReady("no commit was prepared");
  volatile @Nullable Moves moves;
  volatile @Nullable ChangeOrder ordered;
  volatile @Nullable String committedPlan;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final HttpFrontEnd frontEnd;

  RunningFrontEnd() {
    this(100, 64L << 20);
  }

  RunningFrontEnd(int maxRequests, long maxBytes) {
    inFlight = new InFlight(maxRequests, maxBytes);
    service =
        new KeyValueService(
            store,
            new Md5KeyHash(),
            contexts(CLUSTER),
            ResolverRunner.SIBLINGS,
            inFlight,
            new ServiceLimits(MAX_VALUE_BYTES, 3, TimeUnit.SECONDS.toNanos(2)));
    gate.open(service);
    HttpSettings settings = new HttpSettings("127.0.0.1", 0, MAX_VALUE_BYTES);
    AdminPorts admin = new AdminPorts(this, this, this, this, metrics);
    frontEnd = onLoop(() -> new HttpFrontEnd(vertx, settings, gate, inFlight, admin));
    CompletableFuture<Integer> listening = new CompletableFuture<>();
    loop.runOnContext(
        go ->
            frontEnd
                .start()
                .onSuccess(listening::complete)
                .onFailure(listening::completeExceptionally));
    port = listening.join();
  }

  /** What makes contexts in this cluster or another one with the same secret. */
  static ContextCodec contexts(ClusterId cluster) {
    byte[] secret = new byte[ContextSecret.MIN_BYTES];
    Arrays.fill(secret, (byte) 9);
    return new ContextCodec(cluster, List.of(new ContextSecret(secret)));
  }

  /** Runs something on the server's loop and waits for its result. */
  <T> T onLoop(Supplier<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(
        go -> {
          try {
            done.complete(task.get());
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    return done.join();
  }

  /** A request with a body; {@code null} for none. Headers are names and values in turn. */
  HttpResponse<byte[]> send(String method, String target, byte @Nullable [] body, String... headers)
      throws Exception {
    return client.send(
        request(method, target, body, headers), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpRequest request(String method, String target, byte @Nullable [] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  /**
   * Writes a request to a new connection, byte by character, and reads until the server closes it.
   *
   * @param head its lines, without ends; a Host and "Connection: close" are added
   */
  String raw(String body, String... head) throws IOException {
    String text = String.join("\r\n", head) + "\r\nHost: x\r\nConnection: close\r\n\r\n" + body;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public List<String> obstacles() {
    return obstacles;
  }

  @Override
  public @Nullable String failure() {
    return failure;
  }

  @Override
  public String ringDigest() {
    return "00c0ffee";
  }

  @Override
  public NodeDescription describe() {
    return new NodeDescription(
        new NodeId("n1"),
        "tests",
        CLUSTER,
        "ready",
        "127.0.0.1",
        port,
        port + 1,
        port + 2,
        "memory",
        "0.1.0");
  }

  @Override
  public void inspect(Key key, Consumer<LocalInspector.Finding> answer) {
    LocalInspector.Finding found = finding;
    answer.accept(found != null ? found : new LocalInspector.Finding.Held(store.state(key)));
  }

  @Override
  public @Nullable Ring ring() {
    return ring;
  }

  @Override
  public void explain(Key key, Consumer<@Nullable Explanation> answer) {
    answer.accept(explanation);
  }

  @Override
  public void overview(Consumer<@Nullable Overview> answer) {
    answer.accept(overview);
  }

  @Override
  public void plan(ChangeOrder order, Consumer<Planned> answer) {
    ordered = order;
    answer.accept(planned);
  }

  @Override
  public void commit(ChangeOrder order, String plan, Consumer<Committed> answer) {
    ordered = order;
    committedPlan = plan;
    answer.accept(committed);
  }

  @Override
  public void moves(Consumer<@Nullable Moves> answer) {
    answer.accept(moves);
  }

  /** Begins to stop the server; the client stays. */
  CompletableFuture<Void> stop(long graceMillis) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    loop.runOnContext(go -> frontEnd.stop(graceMillis).onComplete(done -> closed.complete(null)));
    return closed;
  }

  @Override
  public void close() {
    stop(0).join();
    CompletableFuture<Void> gone = new CompletableFuture<>();
    vertx.close().onComplete(done -> gone.complete(null));
    gone.join();
  }
}
