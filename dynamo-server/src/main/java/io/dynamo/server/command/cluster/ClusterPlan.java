package io.dynamo.server.command.cluster;

import io.dynamo.server.config.Flag;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a local cluster consists of. Node k of 1..{@code nodes} is called nk; it answers HTTP on
 * {@code basePort + 10 (k - 1)}, clients on the next port and peers on the one after.
 *
 * @param nodes 1 to {@value #MAX_NODES}
 * @param basePort of HTTP of the first node
 * @param engine short name of the storage engine of all nodes
 * @param sets further options of all nodes, each {@code path=value}
 */
record ClusterPlan(int nodes, int basePort, String engine, List<String> sets) {
  /** More processes are too many for one machine. */
  static final int MAX_NODES = 32;

  /** From a node's ports to the next one's. */
  static final int PORT_STEP = 10;

  /** For HTTP, clients and peers, one after the other. */
  static final int PORTS_OF_NODE = 3;

  static final String HOST = "127.0.0.1";

  private static final int MAX_PORT = 65_535;

  ClusterPlan {
    sets = List.copyOf(sets);
    if (nodes < 1 || nodes > MAX_NODES) {
      throw new IllegalArgumentException("nodes must be 1.." + MAX_NODES + ", was " + nodes);
    }
    int lastOffset = PORT_STEP * (nodes - 1) + PORTS_OF_NODE - 1;
    if (basePort < 1 || basePort + lastOffset > MAX_PORT) {
      throw new IllegalArgumentException(
          "base port must be 1.." + (MAX_PORT - lastOffset) + ", was " + basePort);
    }
  }

  /** The same cluster with further options of its nodes, which win over the ones it has. */
  ClusterPlan with(List<String> furtherSets) {
    List<String> all = new ArrayList<>(sets);
    all.addAll(furtherSets);
    return new ClusterPlan(nodes, basePort, engine, all);
  }

  /** The names of all nodes, in order. */
  List<String> names() {
    return IntStream.rangeClosed(1, nodes).mapToObj(number -> "n" + number).toList();
  }

  int httpPort(int number) {
    return basePort + PORT_STEP * (number - 1);
  }

  String httpAddress(int number) {
    return HOST + ":" + httpPort(number);
  }

  /** All ports of all nodes, in order. */
  List<Integer> ports() {
    List<Integer> ports = new ArrayList<>();
    for (int number = 1; number <= nodes; number++) {
      for (int i = 0; i < PORTS_OF_NODE; i++) {
        ports.add(httpPort(number) + i);
      }
    }
    return ports;
  }

  /** The peer addresses of all nodes, as {@code --initial-members} takes them. */
  String initialMembers() {
    return IntStream.rangeClosed(1, nodes)
        .mapToObj(number -> "n" + number + "=" + HOST + ":" + (httpPort(number) + 2))
        .collect(Collectors.joining(","));
  }

  /** The configuration of a node beside {@link #sets(Path)}. */
  Map<Flag, String> flags(int number, Path data) {
    Map<Flag, String> flags = new EnumMap<>(Flag.class);
    flags.put(Flag.NODE_ID, "n" + number);
    flags.put(Flag.HOST, HOST);
    flags.put(Flag.DATA, data.toString());
    flags.put(Flag.INITIAL_MEMBERS, initialMembers());
    flags.put(Flag.HTTP_PORT, Integer.toString(httpPort(number)));
    flags.put(Flag.CLIENT_PORT, Integer.toString(httpPort(number) + 1));
    flags.put(Flag.PEER_PORT, Integer.toString(httpPort(number) + 2));
    flags.put(Flag.ENGINE, engine);
    return flags;
  }

  /** The options of every node, each {@code path=value}; the secret is that of this file. */
  List<String> sets(Path secret) {
    List<String> all = new ArrayList<>();
    all.add("cluster.secret=" + secret);
    all.addAll(sets);
    return all;
  }

  /** The command line of a node, from {@code server} on. */
  List<String> serverArguments(int number, Path data, Path secret) {
    List<String> arguments = new ArrayList<>();
    arguments.add("server");
    flags(number, data).forEach((flag, value) -> arguments.addAll(List.of(flag.text(), value)));
    sets(secret).forEach(set -> arguments.addAll(List.of("--set", set)));
    return arguments;
  }

  /**
   * The command line of one node more, which joins: it asks the first two to be admitted.
   *
   * @param directory of the cluster, for its data
   */
  List<String> newcomerArguments(Path directory, Path secret) {
    int number = nodes + 1;
    String seeds =
        IntStream.rangeClosed(1, Math.min(2, nodes))
            .mapToObj(seed -> HOST + ":" + (httpPort(seed) + 2))
            .collect(Collectors.joining(","));
    Map<Flag, String> flags = new EnumMap<>(Flag.class);
    flags.put(Flag.NODE_ID, "n" + number);
    flags.put(Flag.DATA, directory.resolve("n" + number).toString());
    flags.put(Flag.SEEDS, seeds);
    flags.put(Flag.HTTP_PORT, Integer.toString(basePort + PORT_STEP * nodes));
    flags.put(Flag.ENGINE, engine);
    List<String> arguments = new ArrayList<>();
    arguments.add("server");
    flags.forEach((flag, value) -> arguments.addAll(List.of(flag.text(), value)));
    sets(secret).forEach(set -> arguments.addAll(List.of("--set", set)));
    return arguments;
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("nodes", nodes)
        .put("basePort", basePort)
        .put("engine", engine)
        .put("set", new JsonArray(sets));
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @throws IllegalArgumentException if something is missing, ill-typed or out of range
   */
  static ClusterPlan fromJson(JsonObject json) {
    try {
      List<String> sets =
          json.getJsonArray("set", new JsonArray()).stream().map(String::valueOf).toList();
      return new ClusterPlan(
          json.getInteger("nodes", 0),
          json.getInteger("basePort", 0),
          json.getString("engine", ""),
          sets);
    } catch (ClassCastException e) {
      throw new IllegalArgumentException("an option has the wrong type: " + e.getMessage(), e);
    }
  }
}
