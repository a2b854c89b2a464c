package io.dynamo.server.config;

import com.typesafe.config.Config;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.storage.Durability;
import io.dynamo.membership.InitialMembers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Turns a merged configuration into a {@link NodeConfig}, section by section. Used once. */
final class NodeConfigReader {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final int MANY = 1_000_000;

  private final Config config;
  private final OptionReader options;
  private final Providers providers;
  private final SortedMap<String, String> problems;

  /**
   * A reader of this configuration.
   *
   * @param problems what is wrong so far; gets more
   */
  NodeConfigReader(
      Config config,
      OptionReader options,
      Providers providers,
      SortedMap<String, String> problems) {
    this.config = config;
    this.options = options;
    this.providers = providers;
    this.problems = problems;
  }

  /**
   * All of it.
   *
   * @throws ConfigurationException if anything is wrong
   */
  NodeConfig read() {
    NodeId id = id();
    Path data = data();
    NodeConfig.Ports ports = ports();
    int eventLoops = options.number("dynamo.node.event-loops", 0, 256);
    String host = options.text("dynamo.node.host");
    NodeConfig.Joining joining = joining(id);
    NodeConfig.Cluster cluster = cluster(id, host);
    NodeConfig.Storage storage = storage();
    NodeConfig.Background background = background();
    NodeConfig.Resolver resolver = resolver();
    NodeConfig.Limits limits = limits();
    NodeConfig.Timeouts timeouts = timeouts();
    NodeConfig.Log log = log();
    if (id == null || data == null || cluster == null || !problems.isEmpty()) {
      throw new ConfigurationException(List.copyOf(problems.values()));
    }
    return new NodeConfig(
        id,
        host,
        data,
        eventLoops == 0 ? Runtime.getRuntime().availableProcessors() : eventLoops,
        ports,
        joining,
        cluster,
        storage,
        background,
        resolver,
        limits,
        timeouts,
        log);
  }

  private @Nullable NodeId id() {
    String path = "dynamo.node.id";
    String text = options.required(path, "the name of this node (--node-id)");
    try {
      return text == null ? null : new NodeId(text);
    } catch (IllegalArgumentException e) {
      options.problem(path, "is no name of a node: " + e.getMessage());
      return null;
    }
  }

  private @Nullable Path data() {
    String path = "dynamo.node.data";
    String text = options.required(path, "the directory of all that the node keeps (--data)");
    try {
      return text == null ? null : Path.of(text);
    } catch (InvalidPathException e) {
      options.problem(path, "is no path: " + e.getMessage());
      return null;
    }
  }

  private NodeConfig.Ports ports() {
    int http = options.port("dynamo.node.http-port", 0);
    int client = options.port("dynamo.node.client-port", http == 0 ? 0 : http + 1);
    int peer = options.port("dynamo.node.peer-port", http == 0 ? 0 : http + 2);
    if (client > 65_535 || peer > 65_535) {
      options.problem(
          "dynamo.node.http-port", "leaves no room for the ports of clients and peers after it");
    }
    if (client != 0 && client == http) {
      options.problem("dynamo.node.client-port", "must not be http-port, was " + client);
    }
    if (peer != 0 && (peer == http || peer == client)) {
      options.problem("dynamo.node.peer-port", "must not be http-port or client-port, was " + peer);
    }
    return new NodeConfig.Ports(http, client, peer);
  }

  private NodeConfig.Joining joining(@Nullable NodeId id) {
    String zone = options.text("dynamo.node.zone");
    int weight = options.number("dynamo.node.weight", 1, Member.MAX_WEIGHT);
    if (zone.length() > 64) {
      options.problem("dynamo.node.zone", "must be at most 64 characters, was " + zone.length());
    }
    String path = "dynamo.node.peer-address";
    String address = config.hasPath(path) ? options.text(path) : "";
    if (address.isEmpty() || id == null) {
      return new NodeConfig.Joining(null, 0, zone, weight);
    }
    try {
      Member member = InitialMembers.parse(id + "=" + address).get(0);
      return new NodeConfig.Joining(member.host(), member.peerPort(), zone, weight);
    } catch (IllegalArgumentException e) {
      options.problem(path, "must be host:port, such as 10.0.0.4:8402, was " + address);
      return new NodeConfig.Joining(null, 0, zone, weight);
    }
  }

  private NodeConfig.@Nullable Cluster cluster(@Nullable NodeId id, String host) {
    List<String> seeds = seeds(host);
    List<Member> initialMembers = initialMembers(id, seeds);
    Secrets secrets = secrets(host);
    ClusterSettings settings = clusterSettings();
    if (settings == null) {
      return null;
    }
    return new NodeConfig.Cluster(
        settings,
        chosen(PluginKind.PARTITIONING, settings.partitioning()),
        chosen(PluginKind.VERSIONING, settings.versioning()),
        initialMembers,
        seeds,
        secrets);
  }

  private List<String> seeds(String host) {
    String path = "dynamo.cluster.seeds";
    List<String> seeds = options.texts(path);
    for (String seed : seeds) {
      if (!seed.matches("([^:\\s/]+|\\[[0-9a-fA-F:.%]+]):[0-9]{1,5}")) {
        options.problem(
            path, "must be peer addresses host:port, such as 10.0.0.1:8402, was " + seed);
      }
    }
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    if (!seeds.isEmpty() && everywhere && !config.hasPath("dynamo.node.peer-address")) {
      problems.putIfAbsent(
          "dynamo.node.peer-address",
          "dynamo.node.peer-address must be given: a node that joins and listens on "
              + host
              + " must say where other nodes reach it");
    }
    return seeds;
  }

  private List<Member> initialMembers(@Nullable NodeId id, List<String> seeds) {
    String path = "dynamo.cluster.initial-members";
    String text = String.join(",", options.texts(path));
    if (text.isEmpty() && seeds.isEmpty()) {
      problems.putIfAbsent(
          path,
          path
              + " must be given, or dynamo.cluster.seeds: without either the node knows no cluster");
    }
    try {
      List<Member> members = InitialMembers.parse(text);
      boolean named = members.stream().anyMatch(member -> member.id().equals(id));
      if (id != null && !named && !members.isEmpty()) {
        options.problem(path, "must name this node, " + id + ", was " + text);
      }
      return members;
    } catch (IllegalArgumentException e) {
      options.problem(path, "is not as it should be: " + e.getMessage());
      return List.of();
    }
  }

  private @Nullable ClusterSettings clusterSettings() {
    try {
      return new ClusterSettings(
          options.text("dynamo.cluster.name"),
          options.number("dynamo.cluster.partitions", 1, 65_536),
          options.number("dynamo.cluster.replicas", 1, 16),
          options.number("dynamo.cluster.read-quorum", 1, 16),
          options.number("dynamo.cluster.write-quorum", 1, 16),
          options.text("dynamo.cluster.partitioning"),
          options.text("dynamo.cluster.versioning"),
          options.number("dynamo.cluster.leaf-bits", 1, 24));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String option = "dynamo.cluster." + message.split(" ", 2)[0];
      problems.put(
          option,
          config.hasPath(option)
              ? option + " (" + Origins.of(config, option) + "): " + message
              : "dynamo.cluster: " + message);
      return null;
    }
  }

  /** Rule V8: who has no secret is seen by this machine alone. */
  private Secrets secrets(String host) {
    String path = "dynamo.cluster.secret";
    List<String> bad = new ArrayList<>();
    List<String> files = options.texts(path);
    Secrets secrets = Secrets.read(files, bad);
    if (!bad.isEmpty()) {
      options.problem(path, String.join("; ", bad));
    } else if (files.isEmpty() && !isLoopback(host)) {
      options.problem(
          "dynamo.node.host",
          "is \"" + host + "\": without " + path + " a node listens on a loopback address only");
    }
    return secrets;
  }

  private boolean isLoopback(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      options.problem("dynamo.node.host", "has no address: " + host);
      return true;
    }
  }

  private NodeConfig.Storage storage() {
    String engine = options.text("dynamo.storage.engine");
    return new NodeConfig.Storage(
        engine,
        chosen(PluginKind.STORAGE_ENGINE, engine),
        oneOf("dynamo.storage.durability", Durability.class, Durability.SYNC),
        options.number("dynamo.storage.readers", 1, 256),
        options.number("dynamo.storage.reader-queue", 1, MANY),
        options.number("dynamo.storage.writer-queue", 1, MANY),
        options.size("dynamo.storage.writer-queue-bytes", MIB, 64 * GIB, "1MiB..64GiB"),
        options.number("dynamo.storage.batch-writes", 1, 100_000),
        options.size("dynamo.storage.batch-bytes", 64 * KIB, GIB, "64KiB..1GiB"),
        options.size("dynamo.storage.hint-bytes", MIB, 1024 * GIB, "1MiB..1TiB"));
  }

  private NodeConfig.Background background() {
    Duration second = Duration.ofSeconds(1);
    return new NodeConfig.Background(
        options.time(
            "dynamo.background.slow-read", Duration.ofMillis(1), Duration.ofMinutes(1), "1ms..60s"),
        options.time("dynamo.background.tombstone-grace", second, Duration.ofDays(365), "1s..365d"),
        options.time("dynamo.background.reap-interval", second, Duration.ofDays(1), "1s..1d"),
        options.time(
            "dynamo.background.scrub-interval",
            Duration.ofMillis(1),
            Duration.ofHours(1),
            "1ms..1h"));
  }

  private NodeConfig.Resolver resolver() {
    String name = options.text("dynamo.resolver.name");
    return new NodeConfig.Resolver(name, chosen(PluginKind.RESOLVER, name));
  }

  private NodeConfig.Limits limits() {
    return new NodeConfig.Limits(
        Math.toIntExact(options.size("dynamo.limits.max-value", KIB, 16 * MIB, "1KiB..16MiB")),
        options.number("dynamo.limits.requests-in-flight", 1, MANY),
        options.size("dynamo.limits.bytes-in-flight", 16 * MIB, 64 * GIB, "16MiB..64GiB"),
        options.number("dynamo.limits.connections", 1, MANY),
        options.number("dynamo.limits.peer-requests", 1, MANY),
        options.size("dynamo.limits.peer-bytes", 32 * MIB, 64 * GIB, "32MiB..64GiB"));
  }

  private NodeConfig.Timeouts timeouts() {
    Duration longest = NodeConfig.Timeouts.LONGEST_REQUEST;
    return new NodeConfig.Timeouts(
        options.time("dynamo.timeouts.request", Duration.ofMillis(1), longest, "1ms..60s"),
        options.time(
            "dynamo.timeouts.connect", Duration.ofMillis(10), Duration.ofSeconds(60), "10ms..60s"),
        options.time("dynamo.timeouts.stop", Duration.ZERO, Duration.ofMinutes(10), "0s..10m"));
  }

  private NodeConfig.Log log() {
    return new NodeConfig.Log(
        oneOf("dynamo.log.format", NodeConfig.Log.Format.class, NodeConfig.Log.Format.TEXT),
        oneOf("dynamo.log.level", NodeConfig.Log.Level.class, NodeConfig.Log.Level.INFO));
  }

  /** The section of the plug-in of this name; a problem if there is none such. */
  private ConfigSettings chosen(PluginKind<?> kind, String name) {
    try {
      providers.choose(kind, name, Origins.of(config, kind.option()));
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> problems.putIfAbsent(kind.option(), problem));
    }
    return ConfigSettings.at(config, ConfigSettings.path(kind, name));
  }

  private <E extends Enum<E>> E oneOf(String path, Class<E> type, E otherwise) {
    String text = options.text(path);
    List<String> choices =
        Arrays.stream(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    int at = choices.indexOf(text);
    if (at < 0) {
      options.problem(path, "must be one of " + choices + ", was " + text);
      return otherwise;
    }
    return type.getEnumConstants()[at];
  }
}
