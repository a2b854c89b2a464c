package io.dynamo.client;

import io.dynamo.api.Key;
import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client of one cluster (Dynamo §4.1), asynchronous: every call returns at once with a stage that
 * completes on the client's event loop, so what follows it there must not block. Thread-safe; one
 * client serves a whole application. A stage completes exceptionally only for bugs: what can go
 * wrong in a cluster is in its typed result.
 *
 * <p>Values handed in must not change until the stage has completed.
 */
public final class DynamoClient implements AutoCloseable {
  private static final int REQUEST_ID_BYTES = 16;

  private final ClientOptions options;
  private final Vertx vertx;
  private final Context loop;

  /**
   * Referenced for as long as the client lives: Vert.x closes a net client that nothing references.
   */
  private final NetClient netClient;

  private final List<NodeLink> links = new ArrayList<>();
  private final Router router;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final SecureRandom requestIds = new SecureRandom();
  private final RandomGenerator jitter = new SplittableRandom(requestIds.nextLong());

  /** What waits for its time; belongs to the loop. */
  private final Set<Runnable> waiting = new LinkedHashSet<>();

  private volatile boolean closed;

  private DynamoClient(ClientOptions options) {
    this.options = options;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    this.loop = vertx.getOrCreateContext();
    this.netClient =
        vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(2_000));
    int maxFrameBytes =
        (int) Math.min(Integer.MAX_VALUE - 8L, options.maxValueBytes() + (1L << 20));
    for (NodeAddress node : options.nodes()) {
      links.add(
          new NodeLink(vertx, loop, netClient, node, options.connectionsPerNode(), maxFrameBytes));
    }
    this.router = new RoundRobin(links);
  }

  /** A client of the nodes in these options; connections are made when they are needed. */
  public static DynamoClient connect(ClientOptions options) {
    return new DynamoClient(options);
  }

  /** The same client with calls that wait. */
  public BlockingDynamoClient blocking() {
    return new BlockingDynamoClient(this, options.timeout());
  }

  /** What is under this key, by the cluster's own quorum. */
  public CompletionStage<GetResult> get(Key key) {
    return get(key, RequestOptions.DEFAULTS);
  }

  /** What is under this key. */
  public CompletionStage<GetResult> get(Key key, RequestOptions wish) {
    byte[] bytes = key.bytes();
    return call(
        bytes,
        nanos -> new ClientRequest.Get(bytes, wish.wish(nanos)),
        Results::get,
        lost -> Failure.of(Failure.Kind.UNAVAILABLE, lost.reason()),
        Failure.of(Failure.Kind.OVERLOADED, overloaded()));
  }

  /** Stores this value, by the cluster's own quorum. */
  public CompletionStage<PutResult> put(Key key, byte[] value, @Nullable CausalContext context) {
    return put(key, value, context, RequestOptions.DEFAULTS);
  }

  /**
   * Stores this value in place of what the context covers.
   *
   * @param context of the get before; null to write without having read: what is there stays as a
   *     sibling
   */
  public CompletionStage<PutResult> put(
      Key key, byte[] value, @Nullable CausalContext context, RequestOptions wish) {
    return write(key, value, context, newRequestId(), wish);
  }

  /** Deletes what the context covers, by the cluster's own quorum. */
  public CompletionStage<PutResult> delete(Key key, @Nullable CausalContext context) {
    return delete(key, context, RequestOptions.DEFAULTS);
  }

  /** Deletes what the context covers; without context nothing that is there goes away. */
  public CompletionStage<PutResult> delete(
      Key key, @Nullable CausalContext context, RequestOptions wish) {
    return write(key, null, context, newRequestId(), wish);
  }

  /**
   * Gets, lets the function resolve and change, puts with the get's context; again, within bounds,
   * where that is needed. Concurrent updates never lose one another: at worst they leave siblings
   * that the next update resolves.
   */
  public CompletionStage<UpdateResult> update(Key key, UpdateFunction function) {
    CompletableFuture<UpdateResult> result = new CompletableFuture<>();
    Update update = new Update(this, key, function, jitter, options.updateAttempts(), result);
    loop.runOnContext(ignored -> update.start());
    return result;
  }

  /** Puts, or with a null value deletes, under a given request id. */
  CompletionStage<PutResult> write(
      Key key,
      byte @Nullable [] value,
      @Nullable CausalContext context,
      byte[] requestId,
      RequestOptions wish) {
    byte[] bytes = key.bytes();
    byte @Nullable [] token = context == null ? null : context.shared();
    byte[] content = value == null ? new byte[0] : value;
    return call(
        bytes,
        nanos ->
            new ClientRequest.Put(
                bytes, token, value == null, content, requestId, wish.wish(nanos)),
        Results::put,
        lost ->
            lost.mayHaveHappened()
                ? new PutResult.Unknown(lost.reason())
                : Failure.of(Failure.Kind.UNAVAILABLE, lost.reason()),
        Failure.of(Failure.Kind.OVERLOADED, overloaded()));
  }

  private <T> CompletionStage<T> call(
      byte[] key,
      LongFunction<ClientRequest> request,
      Function<ClientReply, T> onReply,
      Function<Call.Lost, T> onLost,
      T onOverload) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (closed) {
      result.complete(onLost.apply(new Call.Lost(false, "this client is closed")));
      return result;
    }
    if (inFlight.incrementAndGet() > options.maxInFlight()) {
      inFlight.decrementAndGet();
      result.complete(onOverload);
      return result;
    }
    loop.runOnContext(
        ignored ->
            new Call(
                    router.route(key, System.nanoTime()),
                    request,
                    options.timeout().toNanos(),
                    reply -> complete(result, onReply.apply(reply)),
                    lost -> complete(result, onLost.apply(lost)))
                .tryNext());
    return result;
  }

  private <T> void complete(CompletableFuture<T> result, T value) {
    inFlight.decrementAndGet();
    result.complete(value);
  }

  private String overloaded() {
    return "this client has " + options.maxInFlight() + " requests in flight already";
  }

  ClientOptions options() {
    return options;
  }

  byte[] newRequestId() {
    byte[] id = new byte[REQUEST_ID_BYTES];
    requestIds.nextBytes(id);
    return id;
  }

  /** Each step finds the client closed and ends its update; it may ask for another one. */
  private void endWaiting() {
    while (!waiting.isEmpty()) {
      List<Runnable> steps = new ArrayList<>(waiting);
      waiting.clear();
      steps.forEach(Runnable::run);
    }
  }

  void later(long millis, Runnable task) {
    waiting.add(task);
    vertx.setTimer(
        Math.max(1, millis),
        ignored -> {
          if (waiting.remove(task)) {
            task.run();
          }
        });
  }

  /** Ends all connections; what is under way ends as if they had broken. Waits for that. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    CompletableFuture<Void> ended = new CompletableFuture<>();
    loop.runOnContext(
        ignored -> {
          links.forEach(NodeLink::close);
          endWaiting();
          netClient.close().eventually(vertx::close).onComplete(done -> ended.complete(null));
        });
    if (Context.isOnEventLoopThread()) {
      return;
    }
    try {
      ended.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the client's event loop did not end", e);
    }
  }
}
