package io.dynamo.server.drill;

import static io.dynamo.server.drill.SystemCommand.ip;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A network of this process alone: a namespace with a bridge, one namespace for each node, and an
 * end of the bridge in this process's own, from which all nodes are reached whatever is cut between
 * them. Nodes are numbered from 1 on. Names hold the number of this process; closing removes
 * everything.
 *
 * <p>A cut is silent, as a cable's is: packets go to a station that does not exist. (A route that
 * refuses would tell the sender at once.)
 */
final class PrivateNetwork implements AutoCloseable {
  private static final String NOBODY = "0a:00:00:00:00:fe";
  private static final int ATTEMPTS = 100;

  private final String name;
  private final String prefix;
  private final int nodes;
  private final List<String> namespaces = new ArrayList<>();

  private PrivateNetwork(String name, String prefix, int nodes) {
    this.name = name;
    this.prefix = prefix;
    this.nodes = nodes;
  }

  /** A network of so many nodes, in which everybody reaches everybody. */
  static PrivateNetwork open(int nodes) {
    String name = "dyn" + ProcessHandle.current().pid();
    PrivateNetwork network = new PrivateNetwork(name, freePrefix(), nodes);
    try {
      network.create();
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** The first three bytes of addresses that no route of this machine leads to, but the default. */
  private static String freePrefix() {
    SplittableRandom random = new SplittableRandom(ProcessHandle.current().pid());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String prefix = "10.%d.%d.".formatted(random.nextInt(64, 256), random.nextInt(256));
      String subnet = prefix + "0/24";
      String wider = ip("-4", "-o", "route", "show", "match", subnet);
      if (ip("-4", "-o", "route", "show", "root", subnet).isBlank()
          && wider.lines().allMatch(route -> route.startsWith("default"))) {
        return prefix;
      }
    }
    throw new IllegalStateException("no free subnet");
  }

  private void create() {
    String hub = namespace("hub");
    ip("-n", hub, "link", "add", "name", "bridge0", "type", "bridge");
    ip("-n", hub, "link", "set", "bridge0", "up");
    ip("link", "add", name, "type", "veth", "peer", "name", "here", "netns", hub);
    plug(hub, "here");
    ip("addr", "add", prefix + "1/24", "dev", name);
    ip("link", "set", name, "up");
    for (int node = 1; node <= nodes; node++) {
      String inside = namespace("n" + node);
      String port = "n" + node;
      ip("-n", inside, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", hub);
      plug(hub, port);
      ip("-n", inside, "addr", "add", address(node) + "/24", "dev", "eth0");
      ip("-n", inside, "link", "set", "eth0", "up");
      ip("-n", inside, "link", "set", "lo", "up");
    }
  }

  private String namespace(String part) {
    String namespace = name + "-" + part;
    ip("netns", "add", namespace);
    namespaces.add(namespace);
    return namespace;
  }

  private static void plug(String hub, String port) {
    ip("-n", hub, "link", "set", port, "master", "bridge0", "up");
  }

  /** Where a node lives. */
  String address(int node) {
    return prefix + (10 + node);
  }

  /** What to put before a command that is to run at this node. */
  List<String> inside(int node) {
    return List.of("ip", "netns", "exec", nameOf(node));
  }

  private String nameOf(int node) {
    return name + "-n" + node;
  }

  /** From now on nothing that one sends reaches the other. */
  void cutOneWay(int from, int to) {
    ip(
        "-n",
        nameOf(from),
        "neigh",
        "replace",
        address(to),
        "lladdr",
        NOBODY,
        "dev",
        "eth0",
        "nud",
        "permanent");
  }

  /** From now on neither reaches the other. */
  void cut(int one, int other) {
    cutOneWay(one, other);
    cutOneWay(other, one);
  }

  /** Everybody reaches everybody again. */
  void heal() {
    for (int node = 1; node <= nodes; node++) {
      ip("-n", nameOf(node), "neigh", "flush", "dev", "eth0", "nud", "permanent");
    }
  }

  /** Removes everything; processes that still run inside lose their network. */
  @Override
  public void close() {
    List<RuntimeException> failures = new ArrayList<>();
    for (String namespace : namespaces) {
      try {
        ip("netns", "del", namespace);
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    namespaces.clear();
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}
