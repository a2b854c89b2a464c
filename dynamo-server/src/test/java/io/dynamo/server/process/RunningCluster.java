package io.dynamo.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.client.ClientOptions;
import io.dynamo.client.DynamoClient;
import io.dynamo.client.NodeAddress;
import io.dynamo.server.command.DynamoCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A cluster of real processes on loopback, started by the {@code dynamo cluster} command. */
final class RunningCluster implements AutoCloseable {
  private static final int PORTS_PER_NODE = 10;

  private final Path directory;
  private final Process command;
  private final JsonArray nodes;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningCluster(Path directory, Process command, JsonArray nodes) {
    this.directory = directory;
    this.command = command;
    this.nodes = nodes;
  }

  /** Starts so many nodes on free ports, and returns when all of them are ready. */
  static RunningCluster start(Path directory, int count, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--nodes", Integer.toString(count)));
    arguments.addAll(List.of("--base-port", Integer.toString(freePorts(count))));
    arguments.addAll(List.of(options));
    return run(directory, arguments);
  }

  /** The cluster that ran in this directory before, with its data and on its ports. */
  static RunningCluster resume(Path directory) throws IOException {
    return run(directory, List.of());
  }

  private static RunningCluster run(Path directory, List<String> arguments) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DynamoCommand.class.getName(),
                "cluster",
                "--json",
                "--dir",
                directory.resolve("cluster").toString()));
    line.addAll(arguments);
    Path errors = directory.resolve("command.log");
    Process command = new ProcessBuilder(line).redirectError(errors.toFile()).start();
    BufferedReader out = new BufferedReader(command.inputReader(StandardCharsets.UTF_8));
    StringBuilder printed = new StringBuilder();
    for (String next = out.readLine(); next != null; next = out.readLine()) {
      printed.append(next).append('\n');
      if (isWhole(printed)) {
        JsonArray nodes = new JsonObject(printed.toString()).getJsonArray("nodes");
        return new RunningCluster(directory, command, nodes);
      }
    }
    throw new IllegalStateException("the cluster did not start: " + Files.readString(errors));
  }

  private static boolean isWhole(StringBuilder printed) {
    String text = printed.toString().trim();
    return text.startsWith("{")
        && text.endsWith("}")
        && text.chars().filter(c -> c == '{').count() == text.chars().filter(c -> c == '}').count();
  }

  /** The first of a run of ports that nobody listens on now. */
  private static int freePorts(int count) {
    SplittableRandom random = new SplittableRandom(ProcessHandle.current().pid());
    for (int attempt = 0; attempt < 100; attempt++) {
      int base = random.nextInt(20_000, 30_000);
      if (areFree(base, count)) {
        return base;
      }
    }
    throw new IllegalStateException("no free ports");
  }

  private static boolean areFree(int base, int count) {
    for (int node = 0; node < count; node++) {
      for (int port = 0; port < 3; port++) {
        try (ServerSocket socket = new ServerSocket(base + PORTS_PER_NODE * node + port)) {
          socket.setReuseAddress(true);
        } catch (IOException e) {
          return false;
        }
      }
    }
    return true;
  }

  int size() {
    return nodes.size();
  }

  /** The HTTP port of the {@code number}-th node, from 1 on. */
  int httpPort(int number) {
    String address = nodes.getJsonObject(number - 1).getString("http");
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** A client that uses these nodes alone. */
  DynamoClient client(int... numbers) {
    NodeAddress[] addresses = new NodeAddress[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      addresses[i] = new NodeAddress("127.0.0.1", httpPort(numbers[i]) + 1);
    }
    return DynamoClient.connect(ClientOptions.of(addresses));
  }

  /** How many hints all living nodes keep. */
  long hints() {
    long hints = 0;
    for (int number = 1; number <= size(); number++) {
      String metrics = ask(number, "/metrics", 200);
      if (metrics != null) {
        hints +=
            metrics
                .lines()
                .filter(line -> line.startsWith("dynamo_hints "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(13)))
                .sum();
      }
    }
    return hints;
  }

  /** Returns when no node keeps any hint. */
  void awaitNoHints() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (hints() > 0) {
      assertThat(System.nanoTime()).as("hints are left: %d", hints()).isLessThan(deadline);
    }
  }

  /** What each owner holds of this key, as it says itself; a name of letters and digits. */
  List<String> copies(String key) {
    List<String> copies = new ArrayList<>();
    for (int number = 1; number <= size(); number++) {
      String held = ask(number, "/admin/local/" + key, 200);
      if (held != null) {
        copies.add(held);
      }
    }
    return copies;
  }

  /** The body of the answer, or null if the node does not answer, or with another status. */
  private @Nullable String ask(int number, String path, int status) {
    URI uri = URI.create("http://127.0.0.1:" + httpPort(number) + path);
    try {
      HttpResponse<String> response =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == status ? response.body() : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends a node as a power button would end its process. */
  void kill(int number) {
    ProcessHandle node =
        ProcessHandle.of(nodes.getJsonObject(number - 1).getLong("pid")).orElseThrow();
    node.destroyForcibly();
    node.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Stops all nodes gracefully. */
  @Override
  public void close() {
    command.destroy();
    try {
      awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd() throws InterruptedException {
    if (!command.waitFor(60, TimeUnit.SECONDS)) {
      command.destroyForcibly();
      throw new IllegalStateException("the command did not end: " + log());
    }
  }

  /** What the command and its nodes have logged. */
  String log() {
    StringBuilder log = new StringBuilder();
    try {
      log.append(Files.readString(directory.resolve("command.log")));
      for (int i = 0; i < nodes.size(); i++) {
        log.append(Files.readString(Path.of(nodes.getJsonObject(i).getString("log"))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return log.toString();
  }
}
