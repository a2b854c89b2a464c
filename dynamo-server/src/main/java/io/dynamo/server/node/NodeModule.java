package io.dynamo.server.node;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.membership.Member;
import io.dynamo.api.node.Events;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.request.Software;
import io.dynamo.api.storage.StorageEngineProvider;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.protocol.PeerCodec;
import io.dynamo.replication.actor.StartSequence;
import io.dynamo.ring.Md5KeyHash;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.config.PluginKind;
import io.dynamo.server.config.Providers;
import io.dynamo.server.frontend.ResolverFailures;
import io.dynamo.server.observe.MeteredEvents;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;

/**
 * Chooses what a node is made of: plug-ins by the short names in the configuration, everything else
 * as it always is. Another module may override any binding.
 */
public final class NodeModule extends AbstractModule {
  private static final String VERSION =
      Objects.requireNonNullElse(
          NodeModule.class.getPackage().getImplementationVersion(), "development");

  private final NodeConfig config;
  private final Providers providers;

  public NodeModule(NodeConfig config, Providers providers) {
    this.config = config;
    this.providers = providers;
  }

  @Override
  protected void configure() {
    bind(NodeConfig.class).toInstance(config);
    bind(PrometheusMeterRegistry.class)
        .toInstance(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    bind(Events.class).to(MeteredEvents.class);
    bind(ResolverFailures.class).to(MeteredEvents.class);
  }

  /**
   * Used once before the node listens: the first hash checks the signature of the library's jar,
   * which takes 0.1 s of a processor and holds up the loading of other classes; on an event loop it
   * would hold up every request of a node that has just come back.
   */
  @Provides
  @Singleton
  KeyHash keyHash() {
    KeyHash hash = new Md5KeyHash();
    hash.position(Key.of("first"));
    return hash;
  }

  @Provides
  @Singleton
  StorageEngineProvider engine() {
    return providers.choose(PluginKind.STORAGE_ENGINE, config.storage().engine(), "configuration");
  }

  @Provides
  @Singleton
  Versioning versioning() {
    return providers
        .choose(PluginKind.VERSIONING, config.cluster().settings().versioning(), "configuration")
        .create(config.cluster().versioning());
  }

  @Provides
  @Singleton
  Partitioning partitioning() {
    return providers
        .choose(
            PluginKind.PARTITIONING, config.cluster().settings().partitioning(), "configuration")
        .create(config.cluster().partitioning());
  }

  @Provides
  @Singleton
  ConflictResolver resolver() {
    return providers
        .choose(PluginKind.RESOLVER, config.resolver().name(), "configuration")
        .create(config.resolver().settings());
  }

  @Provides
  @Singleton
  List<Member> initialMembers() {
    return config.cluster().initialMembers();
  }

  @Provides
  @Singleton
  PeerCodec peerCodec() {
    return new PeerCodec(new Histories());
  }

  @Provides
  @Singleton
  Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(config.eventLoops())
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(2)
            .setPreferNativeTransport(false));
  }

  @Provides
  @Singleton
  MeteredEvents events(PrometheusMeterRegistry registry) {
    return new MeteredEvents(registry, System::nanoTime);
  }

  @Provides
  @Singleton
  NodeDetector detector() {
    return new NodeDetector();
  }

  /**
   * Opened when all plug-ins are made, so that a bad option of one leaves the directory untouched;
   * what fails here stops the start before it listens.
   */
  @Provides
  @Singleton
  NodeStorage storage(Plugins plugins) {
    return NodeStorage.open(config, plugins.engine());
  }

  /** All plug-ins of the node. */
  record Plugins(
      StorageEngineProvider engine,
      Versioning versioning,
      Partitioning partitioning,
      ConflictResolver resolver) {}

  @Provides
  @Singleton
  Plugins plugins(
      StorageEngineProvider engine,
      Versioning versioning,
      Partitioning partitioning,
      ConflictResolver resolver) {
    return new Plugins(engine, versioning, partitioning, resolver);
  }

  @Provides
  @Singleton
  StartSequence startSequence(NodeStorage storage, SecureRandom random, Events events) {
    try {
      return StartSequence.begin(config.id(), storage.log(), random, events);
    } catch (RuntimeException e) {
      storage.abandon();
      throw e;
    }
  }

  @Provides
  @Singleton
  ClusterSecrets secrets() {
    return new ClusterSecrets(config.cluster().secrets());
  }

  @Provides
  @Singleton
  NodeState state(List<Member> initialMembers, ClusterSecrets secrets, StartSequence start) {
    return new NodeState(config, initialMembers, secrets.keyIds(), start.nonce(), VERSION);
  }

  @Provides
  @Singleton
  Software software() {
    return new Software(VERSION, Software.LEVEL);
  }

  @Provides
  @Singleton
  Home home(StartSequence start) {
    return new Home(config.id(), start.nonce());
  }

  @Provides
  @Singleton
  LoopParts loopParts(
      NodeState state,
      Home home,
      NodeStorage storage,
      KeyHash keyHash,
      Versioning versioning,
      PeerCodec codec,
      NodeDetector detector,
      Events events,
      PrometheusMeterRegistry metrics) {
    return new LoopParts(
        config,
        new LoopBounds(config),
        state,
        home,
        storage,
        keyHash,
        versioning,
        codec,
        detector,
        events,
        metrics);
  }

  @Provides
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }
}
