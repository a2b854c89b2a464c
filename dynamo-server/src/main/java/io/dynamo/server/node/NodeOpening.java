package io.dynamo.server.node;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import io.dynamo.api.KeyHash;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.Events;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.membership.PhiAccrualDetector;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.admission.AdmissionControl;
import io.dynamo.replication.background.Background;
import io.dynamo.replication.background.BackgroundPorts;
import io.dynamo.replication.background.BackgroundSettings;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.replication.store.Store;
import io.dynamo.replication.store.Stores;
import io.dynamo.replication.tree.GenerationCheck;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.frontend.ResolverFailures;
import io.dynamo.server.frontend.ResolverPool;
import io.dynamo.server.frontend.ResolverRunner;
import io.dynamo.server.peer.VertxScheduler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
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
  private final Home home;
  private final NodeStorage storage;
  private final ClusterSecrets secrets;
  private final Versioning versioning;
  private final ConflictResolver resolver;
  private final ResolverFailures resolverFailures;
  private final KeyHash keyHash;
  private final NodeDetector detector;
  private final Events events;
  private final PrometheusMeterRegistry metrics;
  private volatile @Nullable Serving serving;
  private volatile @Nullable ResolverPool resolverPool;
  private volatile @Nullable Background background;
  private boolean closed;

  @Inject
  NodeOpening(
      NodeConfig config,
      NodeState state,
      NodeLoops loops,
      Home home,
      NodeStorage storage,
      ClusterSecrets secrets,
      Versioning versioning,
      ConflictResolver resolver,
      ResolverFailures resolverFailures,
      KeyHash keyHash,
      NodeDetector detector,
      Events events,
      PrometheusMeterRegistry metrics) {
    this.config = config;
    this.state = state;
    this.loops = loops;
    this.home = home;
    this.storage = storage;
    this.secrets = secrets;
    this.versioning = versioning;
    this.resolver = resolver;
    this.resolverFailures = resolverFailures;
    this.keyHash = keyHash;
    this.detector = detector;
    this.events = events;
    this.metrics = metrics;
  }

  /** Done when every loop serves data; fails if the node has been stopped before. */
  synchronized Future<Void> open(MembershipHistory history, Actors actors) {
    if (closed) {
      return Future.failedFuture("the node is stopping");
    }
    boolean lost = PartitionStates.isUnknown(storage.log());
    Stores stores = stores(history, actors);
    Serving opened =
        new Serving(config.storage(), storage, actors, stores, events, metrics, this::onUnsound);
    serving = opened;
    NodeMembership membership = Objects.requireNonNull(home.membership(), "open without one");
    membership.follow(opened.inBackground(loops.home()));
    RequestLoop homeLoop = loops.homeLoop();
    GenerationCheck check =
        new GenerationCheck(
            config.id(),
            ring(),
            stores.partitions(),
            lost,
            homeLoop.transport(),
            homeLoop.scheduler());
    home.open(check);
    FrontEndParts frontEnd =
        new FrontEndParts(
            config, history.clusterId(), secrets.signing(history.clusterId()), this::resolverOn);
    state.onProgress("asking the other members how far deletes have been reaped");
    return learnGenerations(check, opened)
        .compose(learnt -> loops.onEach((context, loop) -> loop.open(opened.on(context), frontEnd)))
        .onSuccess(done -> loops.home().runOnContext(turn -> startBackground(opened, membership)));
  }

  /** Before anything is served: a disk of an older time is set aside (rule D5). */
  private Future<Void> learnGenerations(GenerationCheck check, Serving opened) {
    Promise<Void> learnt = Promise.promise();
    loops
        .home()
        .runOnContext(
            turn ->
                check.start(
                    opened.inBackground(loops.home()),
                    failure -> {
                      if (failure == null) {
                        learnt.complete();
                      } else {
                        learnt.fail(failure);
                      }
                    }));
    return learnt.future();
  }

  private Stores stores(MembershipHistory history, Actors actors) {
    Durability durability = config.storage().durability();
    Ring ring = ring();
    PartitionStates partitions = PartitionStates.open(storage.log(), ring, config.id());
    int owned = ring.ownedBy(config.id()).size();
    if (partitions.notWhole() > 0 && owned > 0) {
      LOG.warn("the store was lost or is new in an old cluster: what it lacks counts for no read");
    }
    Store records =
        new Store(
            storage.engine(),
            durability,
            versioning,
            partitions,
            actors,
            history.clusterId(),
            history.settings().leafBits(),
            events);
    Store hints =
        Store.ofHints(
            storage.hints(),
            durability,
            versioning,
            partitions,
            actors,
            history.clusterId(),
            config.storage().hintBytes(),
            events);
    boolean replicated = history.settings().replicas() > 1 && history.members().size() > 1;
    return new Stores(records, hints, partitions, history.clusterId(), replicated, events);
  }

  private Ring ring() {
    return Objects.requireNonNull(state.view(), "open without a ring").ring();
  }

  /** On the home loop. */
  private void startBackground(Serving opened, NodeMembership membership) {
    RequestLoop homeLoop = loops.homeLoop();
    VertxScheduler scheduler = homeLoop.scheduler();
    AdmissionControl pace =
        new AdmissionControl(
            scheduler, opened.foreground(), config.background().slowRead().toNanos(), events);
    Background starting =
        new Background(
            new BackgroundPorts(
                config.id(),
                membership.cluster(),
                keyHash::position,
                opened.inBackground(loops.home()),
                homeLoop.dataTransport(),
                scheduler,
                detector,
                versioning,
                pace,
                events),
            new BackgroundSettings(
                config.background().tombstoneGrace().toMillis(),
                config.background().reapInterval().toNanos(),
                config.background().scrubInterval().toNanos()));
    background = starting;
    home.open(starting.handOver());
    starting.start();
  }

  /** Begins no more background work, and gossips no more; before the loops end. */
  void stopBackground() {
    loops
        .home()
        .runOnContext(
            turn -> {
              Background running = background;
              if (running != null) {
                running.stop();
              }
              NodeMembership membership = home.membership();
              if (membership != null) {
                membership.stop();
              }
              detector.tell(PhiAccrualDetector::stop);
            });
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
