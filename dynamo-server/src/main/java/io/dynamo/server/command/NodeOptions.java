package io.dynamo.server.command;

import io.dynamo.server.config.ConfigSources;
import io.dynamo.server.config.Flag;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a node on the command line. */
final class NodeOptions {
  @Option(
      names = "--node-id",
      paramLabel = "ID",
      description = "The node's name, kept for its life.")
  private @Nullable String nodeId;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on (default: 127.0.0.1).")
  private @Nullable String host;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of all that the node keeps.")
  private @Nullable String data;

  @Option(
      names = "--initial-members",
      paramLabel = "LIST",
      description = "The nodes that form the cluster: n1=host:peer-port[/zone][*weight],...")
  private @Nullable String initialMembers;

  @Option(
      names = "--seeds",
      paramLabel = "LIST",
      description = "Nodes of the cluster to join: host:peer-port,...")
  private @Nullable String seeds;

  @Option(names = "--http-port", paramLabel = "PORT", description = "For HTTP (default: 8400).")
  private @Nullable String httpPort;

  @Option(
      names = "--client-port",
      paramLabel = "PORT",
      description = "For clients (default: HTTP port + 1).")
  private @Nullable String clientPort;

  @Option(
      names = "--peer-port",
      paramLabel = "PORT",
      description = "For other nodes (default: HTTP port + 2).")
  private @Nullable String peerPort;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "The storage engine: lmdb (default), xodus, memory, or a plug-in's name.")
  private @Nullable String engine;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A file with options; flags, --set and the environment win over it.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Any option by its path, such as storage.durability=none; may be repeated.")
  private List<String> sets = List.of();

  /** These options together with the environment. */
  ConfigSources sources(Map<String, String> environment) {
    return new ConfigSources(flags(), sets, environment, file);
  }

  private Map<Flag, String> flags() {
    Map<Flag, String> flags = new EnumMap<>(Flag.class);
    put(flags, Flag.NODE_ID, nodeId);
    put(flags, Flag.HOST, host);
    put(flags, Flag.DATA, data);
    put(flags, Flag.INITIAL_MEMBERS, initialMembers);
    put(flags, Flag.SEEDS, seeds);
    put(flags, Flag.HTTP_PORT, httpPort);
    put(flags, Flag.CLIENT_PORT, clientPort);
    put(flags, Flag.PEER_PORT, peerPort);
    put(flags, Flag.ENGINE, engine);
    return flags;
  }

  private static void put(Map<Flag, String> flags, Flag flag, @Nullable String value) {
    if (value != null) {
      flags.put(flag, value);
    }
  }
}
