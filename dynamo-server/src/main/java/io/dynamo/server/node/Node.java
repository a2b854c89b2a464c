package io.dynamo.server.node;

import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import io.dynamo.server.config.ConfigurationException;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.config.Providers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: opens its directory, listens, forms or finds its cluster, serves, and stops without
 * losing anything. Its methods may be called from any thread but an event loop.
 */
public final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final NodeConfig config;
  private final NodeState state;
  private final NodeLoops loops;
  private final NodeStart start;
  private final NodeOpening opening;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean stopped;

  @Inject
  Node(NodeConfig config, NodeState state, NodeLoops loops, NodeStart start, NodeOpening opening) {
    this.config = config;
    this.state = state;
    this.loops = loops;
    this.start = start;
    this.opening = opening;
  }

  /**
   * Starts a node and returns once it listens; it becomes ready when it has its cluster. Blocks.
   *
   * @throws ConfigurationException if it cannot run as configured
   * @throws io.dynamo.api.storage.StorageException if its directory cannot be used
   */
  public static Node start(NodeConfig config, Providers providers) {
    Injector injector = Guice.createInjector(new NodeModule(config, providers));
    Node node = unwrapped(() -> injector.getInstance(Node.class));
    try {
      node.start.run(node::fail, node::onLeft);
    } catch (RuntimeException e) {
      node.stop();
      throw e;
    }
    node.logListening();
    return node;
  }

  /** What a binding threw, as it threw it. */
  private static Node unwrapped(Supplier<Node> made) {
    try {
      return made.get();
    } catch (ProvisionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void logListening() {
    LOG.atInfo()
        .addKeyValue("node", config.id())
        .addKeyValue("http", state.ports().http())
        .addKeyValue("clients", state.ports().client())
        .addKeyValue("peers", state.ports().peer())
        .log("listening");
  }

  /** The node cannot go on: whoever waits for its end is told. */
  private void fail(RuntimeException reason) {
    state.onFailure(String.valueOf(reason.getMessage()));
    boolean expected =
        reason instanceof ConfigurationException || reason instanceof RemovedException;
    (expected ? LOG.atError() : LOG.atError().setCause(reason))
        .addKeyValue("reason", reason.getMessage())
        .log("the node cannot go on");
    ended.completeExceptionally(reason);
  }

  /** It has left its cluster: there is nothing more for it to do. */
  private void onLeft() {
    ended.complete(null);
  }

  /** The ports that it listens on. */
  public NodeConfig.Ports ports() {
    return state.ports();
  }

  /** Completed when it serves data; exceptionally if it was refused by its cluster. */
  public CompletionStage<Void> ready() {
    return start.ready();
  }

  /**
   * Completed when it has ended: normally after a stop, or when it has left its cluster;
   * exceptionally if it cannot go on, with {@link RemovedException} if it was removed.
   */
  public CompletionStage<Void> ended() {
    return ended;
  }

  /**
   * Refuses new requests, answers those under way, makes everything durable, leaves the mark of a
   * clean stop (rule V5). Blocks; a second call waits for the first and does nothing.
   */
  public synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    state.onPhase(NodeState.Phase.STOPPING);
    long graceMillis = config.timeouts().stop().toMillis();
    try {
      try {
        opening.stopBackground();
        loops.closeFrontEnds(graceMillis);
        loops.closePeers(graceMillis);
      } finally {
        opening.close();
      }
      LOG.atInfo().addKeyValue("node", config.id()).log("stopped");
      ended.complete(null);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("the stop was not clean");
      ended.completeExceptionally(e);
    } finally {
      loops.close();
    }
  }
}
