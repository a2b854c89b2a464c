package io.dynamo.server.node;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import io.dynamo.server.config.ConfigurationException;
import io.dynamo.server.config.NodeConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** The event loops of a node, the first of which is also its home. */
@Singleton
final class NodeLoops {
  private static final long LONGEST_WAIT_SECONDS = 30;

  private final Vertx vertx;
  private final LoopParts parts;
  private final List<Context> contexts = new ArrayList<>();
  private final List<RequestLoop> loops = new ArrayList<>();

  @Inject
  NodeLoops(Vertx vertx, LoopParts parts) {
    this.vertx = vertx;
    this.parts = parts;
  }

  /**
   * Makes the loops and listens; where a port is 0, a free one is taken first, since all loops must
   * have the same. Blocks.
   *
   * @throws ConfigurationException if a port cannot be bound
   */
  void listen() {
    parts.state().onListening(FreePorts.instead(parts.config().ports(), parts.config().host()));
    for (int i = 0; i < parts.config().eventLoops(); i++) {
      Promise<NodeConfig.Ports> listening = Promise.promise();
      Future<String> deployed =
          vertx.deployVerticle(
              context -> {
                RequestLoop loop = new RequestLoop(context, parts);
                contexts.add(context);
                loops.add(loop);
                loop.listen(parts.state().ports()).onComplete(listening);
                return listening.future();
              });
      try {
        await(deployed, LONGEST_WAIT_SECONDS);
      } catch (IllegalStateException e) {
        throw new ConfigurationException(List.of(describe(e)));
      }
      parts.state().onListening(listening.future().result());
    }
  }

  private String describe(IllegalStateException failure) {
    NodeConfig.Ports ports = parts.state().ports();
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return "cannot listen on "
        + parts.config().host()
        + ", ports "
        + List.of(ports.http(), ports.client(), ports.peer())
        + ": "
        + cause.getMessage();
  }

  /** The loop of what the node has once. */
  Context home() {
    return contexts.get(0);
  }

  RequestLoop homeLoop() {
    return loops.get(0);
  }

  /** Does this on each loop; done when it is done on all. */
  Future<Void> onEach(BiConsumer<Context, RequestLoop> task) {
    List<Future<Void>> done = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      Context context = contexts.get(i);
      RequestLoop loop = loops.get(i);
      Promise<Void> promise = Promise.promise();
      done.add(promise.future());
      context.runOnContext(turn -> complete(promise, () -> task.accept(context, loop)));
    }
    return Future.all(done).mapEmpty();
  }

  private static void complete(Promise<Void> promise, Runnable task) {
    try {
      task.run();
      promise.complete();
    } catch (RuntimeException e) {
      promise.fail(e);
    }
  }

  /** Answers what clients have under way for so long, then closes their ports. Blocks. */
  void closeFrontEnds(long graceMillis) {
    await(onEach((context, loop) -> loop.shut()), LONGEST_WAIT_SECONDS);
    List<Future<Void>> closed = new ArrayList<>();
    for (RequestLoop loop : loops) {
      closed.add(loop.closeFrontEnds(graceMillis));
    }
    await(Future.join(closed), graceMillis / 1000 + LONGEST_WAIT_SECONDS);
  }

  /** The same for other nodes. */
  void closePeers(long graceMillis) {
    List<Future<Void>> closed = new ArrayList<>();
    for (RequestLoop loop : loops) {
      closed.add(loop.closePeers(graceMillis));
    }
    await(Future.join(closed), graceMillis / 1000 + LONGEST_WAIT_SECONDS);
  }

  /** Ends the threads. Blocks. */
  void close() {
    await(vertx.close(), LONGEST_WAIT_SECONDS);
  }

  private static void await(Future<?> future, long seconds) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("an event loop must not wait");
    }
    try {
      future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an event loop", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("an event loop gave no answer in " + seconds + " s", e);
    }
  }
}
