package io.dynamo.server.drill;

import io.dynamo.client.ClientOptions;
import io.dynamo.client.DynamoClient;
import io.dynamo.client.NodeAddress;
import io.dynamo.testkit.storage.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A cluster of real nodes, n1 to nN, each in a namespace of a private network. The last one keeps
 * its data on a small disk of its own.
 */
final class DrillCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration REQUEST = Duration.ofSeconds(2);
  private static final int SECRET_BYTES = 32;
  private static final int DISK_MIB = 64;
  private static final int PARTITIONS = 256;
  private static final int REPLICAS = 3;

  private final PrivateNetwork network;
  private final SmallDisk disk;
  private final Path secret;
  private final List<DrillNode> nodes = new ArrayList<>();
  private final Thread emergency = new Thread(this::end, "end of drill");

  private DrillCluster(PrivateNetwork network, SmallDisk disk, Path secret) {
    this.network = network;
    this.disk = disk;
    this.secret = secret;
  }

  /** A cluster of so many nodes with all their files in this directory; none runs yet. */
  static DrillCluster prepare(int count, Path directory) throws IOException {
    Path secret = makeSecret(directory.resolve("secret"));
    PrivateNetwork network = PrivateNetwork.open(count);
    SmallDisk disk;
    try {
      disk = SmallDisk.mount(directory.resolve("disk"), DISK_MIB);
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
    DrillCluster cluster = new DrillCluster(network, disk, secret);
    Runtime.getRuntime().addShutdownHook(cluster.emergency);
    HttpClient http = HttpClient.newHttpClient();
    for (int number = 1; number <= count; number++) {
      String name = "n" + number;
      cluster.nodes.add(
          new DrillNode(
              name,
              network.address(number),
              network.inside(number),
              (number == count ? disk.root() : directory).resolve(name),
              directory.resolve(name + ".log"),
              http));
    }
    return cluster;
  }

  private static Path makeSecret(Path file) throws IOException {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.write(file, bytes);
  }

  PrivateNetwork network() {
    return network;
  }

  /** On which the last node keeps its data. */
  SmallDisk disk() {
    return disk;
  }

  /** The node of this number, from 1 on. */
  DrillNode node(int number) {
    return nodes.get(number - 1);
  }

  List<DrillNode> nodes() {
    return nodes;
  }

  /** A client that uses these nodes alone. */
  DynamoClient client(int... numbers) {
    NodeAddress[] addresses =
        Arrays.stream(numbers)
            .mapToObj(number -> node(number).clientAddress())
            .toArray(NodeAddress[]::new);
    return DynamoClient.connect(ClientOptions.of(addresses).withTimeout(REQUEST));
  }

  /** Starts the nodes that do not run; does not wait. */
  void start() {
    String members = nodes.stream().map(DrillNode::member).collect(Collectors.joining(","));
    for (DrillNode node : nodes) {
      if (!node.isRunning()) {
        node.start(members, secret);
      }
    }
  }

  /** Starts the first of them as initial members, the others as nodes that wait to be admitted. */
  void startFirst(int initial) {
    List<DrillNode> first = nodes.subList(0, initial);
    String members = first.stream().map(DrillNode::member).collect(Collectors.joining(","));
    first.forEach(node -> node.start(members, secret));
    for (DrillNode waiting : nodes.subList(initial, nodes.size())) {
      waiting.startWaiting(
          first.get(0).peerAddress() + "," + first.get(initial - 1).peerAddress(), secret);
    }
  }

  /** Cuts these nodes off from all others. */
  void cutOff(int... side) {
    for (int one : side) {
      for (int other = 1; other <= nodes.size(); other++) {
        int outside = other;
        if (Arrays.stream(side).noneMatch(inside -> inside == outside)) {
          network.cut(one, other);
        }
      }
    }
  }

  void awaitReady() {
    Poll.until(
        () -> "all nodes are ready\n" + logs(),
        START,
        () -> nodes.stream().allMatch(DrillNode::isReady));
  }

  /** Returns when what each node answers counts for reads: so it is once a cluster has formed. */
  void awaitWhole() {
    Poll.until(
        () -> "all nodes are whole\n" + logs(),
        START,
        () ->
            nodes.stream().mapToDouble(node -> node.metric("dynamo_partitions_whole")).sum()
                == PARTITIONS * REPLICAS);
  }

  /** Cuts a node off from all others. */
  void isolate(int number) {
    for (int other = 1; other <= nodes.size(); other++) {
      if (other != number) {
        network.cut(number, other);
      }
    }
  }

  /** How many hints these nodes keep now. */
  long hints(int... numbers) {
    return sum("dynamo_hints", numbers);
  }

  /** How many hints the processes of these nodes have ever taken. */
  long hintsTaken(int... numbers) {
    return sum("dynamo_hints_kept_total", numbers);
  }

  private long sum(String metric, int... numbers) {
    return (long) Arrays.stream(numbers).mapToDouble(n -> node(n).metric(metric)).sum();
  }

  /** The end of what each node has printed. */
  String logs() {
    return nodes.stream()
        .map(node -> "--- " + node.name() + "\n" + tail(node.log()))
        .collect(Collectors.joining("\n"));
  }

  private static String tail(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  private void end() {
    nodes.forEach(DrillNode::kill);
    network.close();
    try {
      disk.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills all nodes and removes network and disk. */
  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(emergency);
  }
}
