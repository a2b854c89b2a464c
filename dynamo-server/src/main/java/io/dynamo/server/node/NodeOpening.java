package io.dynamo.server.node;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.Events;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.store.Store;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.frontend.ResolverFailures;
import io.dynamo.server.frontend.ResolverPool;
import io.dynamo.server.frontend.ResolverRunner;
import io.dynamo.server.peer.VertxScheduler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a node's store to its loops, and closes it. */
@Singleton
final class NodeOpening {
  private static final Logger LOG = LoggerFactory.getLogger(NodeOpening.class);
  private static final String SHOWS_ALL = "siblings";
  private static final int RESOLVER_THREADS = 4;
  private static final int RESOLVER_QUEUE = 256;
  private static final long RESOLVER_DEADLINE_NANOS = 250_000_000;

  private final NodeConfig config;
  private final NodeState state;
  private final NodeLoops loops;
  private final NodeStorage storage;
  private final ClusterSecrets secrets;
  private final Versioning versioning;
  private final ConflictResolver resolver;
  private final ResolverFailures resolverFailures;
  private final Events events;
  private final PrometheusMeterRegistry metrics;
  private volatile @Nullable Serving serving;
  private volatile @Nullable ResolverPool resolverPool;
  private boolean closed;

  @Inject
  NodeOpening(
      NodeConfig config,
      NodeState state,
      NodeLoops loops,
      NodeStorage storage,
      ClusterSecrets secrets,
      Versioning versioning,
      ConflictResolver resolver,
      ResolverFailures resolverFailures,
      Events events,
      PrometheusMeterRegistry metrics) {
    this.config = config;
    this.state = state;
    this.loops = loops;
    this.storage = storage;
    this.secrets = secrets;
    this.versioning = versioning;
    this.resolver = resolver;
    this.resolverFailures = resolverFailures;
    this.events = events;
    this.metrics = metrics;
  }

  /** Done when every loop serves data; fails if the node has been stopped before. */
  synchronized Future<Void> open(MembershipHistory history, Actors actors) {
    if (closed) {
      return Future.failedFuture("the node is stopping");
    }
    Store store =
        new Store(
            storage.engine(),
            config.storage().durability(),
            versioning,
            actors,
            history.clusterId(),
            history.settings().leafBits(),
            events);
    Serving opened =
        new Serving(config.storage(), storage, actors, store, events, metrics, this::onUnsound);
    serving = opened;
    FrontEndParts frontEnd =
        new FrontEndParts(
            config, history.clusterId(), secrets.signing(history.clusterId()), this::resolverOn);
    return loops.onEach((context, loop) -> loop.open(opened.on(context), frontEnd));
  }

  /** The resolver that shows all needs no thread. */
  private ResolverRunner resolverOn(Context loop) {
    if (config.resolver().name().equals(SHOWS_ALL)) {
      return ResolverRunner.SIBLINGS;
    }
    return pool().onLoop(new VertxScheduler(loop), task -> loop.runOnContext(turn -> task.run()));
  }

  private synchronized ResolverPool pool() {
    ResolverPool pool = resolverPool;
    if (pool == null) {
      pool =
          new ResolverPool(
              resolver,
              RESOLVER_THREADS,
              RESOLVER_QUEUE,
              RESOLVER_DEADLINE_NANOS,
              resolverFailures);
      resolverPool = pool;
    }
    return pool;
  }

  private void onUnsound(Throwable bug) {
    LOG.atError().setCause(bug).log("the store met a bug; the node should be restarted");
    state.onFailure("the store met a bug: " + bug);
  }

  /** Ends the store in order, or lets go of a directory that never served. Blocks. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    ResolverPool pool = resolverPool;
    if (pool != null) {
      pool.close();
    }
    Serving open = serving;
    if (open != null) {
      open.close();
    } else {
      storage.abandon();
    }
  }
}
