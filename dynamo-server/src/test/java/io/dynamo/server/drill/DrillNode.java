package io.dynamo.server.drill;

import io.dynamo.client.NodeAddress;
import io.dynamo.server.command.DynamoCommand;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One node of a drill: a place in the network, a data directory, and a process now and then. */
final class DrillNode {
  static final int HTTP_PORT = 8400;
  static final int PEER_PORT = 8402;

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final String name;
  private final String address;
  private final List<String> inside;
  private final Path data;
  private final Path log;
  private final HttpClient http;
  private @Nullable Process process;

  /** What a node answered. */
  record Answer(int status, String body) {}

  DrillNode(
      String name, String address, List<String> inside, Path data, Path log, HttpClient http) {
    this.name = name;
    this.address = address;
    this.inside = inside;
    this.data = data;
    this.log = log;
    this.http = http;
  }

  String name() {
    return name;
  }

  NodeAddress clientAddress() {
    return new NodeAddress(address, HTTP_PORT + 1);
  }

  /** As a member, for the configuration. */
  String member() {
    return name + "=" + address + ":" + PEER_PORT;
  }

  /** Where its peers reach it. */
  String peerAddress() {
    return address + ":" + PEER_PORT;
  }

  /** Starts the process on whatever is in the directory; does not wait. */
  void start(String members, Path secret) {
    start(List.of("--initial-members", members), secret);
  }

  /** Starts it as one that is to be admitted to the cluster of this seed; does not wait. */
  void startWaiting(String seed, Path secret) {
    start(List.of("--seeds", seed), secret);
  }

  private void start(List<String> cluster, Path secret) {
    List<String> line = new ArrayList<>(inside);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xms32m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(DynamoCommand.class.getName(), "server", "--node-id", name));
    line.addAll(List.of("--host", address, "--data", data.toString()));
    line.addAll(cluster);
    line.addAll(List.of("--set", "cluster.secret=" + secret));
    line.addAll(List.of("--set", "node.event-loops=1"));
    try {
      process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Ends it as {@code kill -9} does, and waits for that. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  /** It stands still from now on, with all its connections. */
  void pause() {
    signal("STOP");
  }

  /** It goes on where it stood still. */
  void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    if (isRunning() && process != null) {
      SystemCommand.run("kill", "-" + signal, Long.toString(process.pid()));
    }
  }

  /** Deletes all that it keeps; it must not run. */
  void wipe() {
    if (isRunning()) {
      throw new IllegalStateException(name + " runs");
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(data)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isReady() {
    if (!isRunning()) {
      throw new IllegalStateException(name + " has ended: " + log());
    }
    Answer answer = ask("/ready");
    return answer != null && answer.status() == 200;
  }

  /** The sum of a metric's lines, 0 if it has none. */
  double metric(String metric) {
    Answer answer = ask("/metrics");
    if (answer == null) {
      throw new IllegalStateException(name + " does not tell its metrics");
    }
    return answer
        .body()
        .lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What it answers to a GET of this path; null if it does not. */
  @Nullable Answer ask(String path) {
    URI uri = URI.create("http://" + address + ":" + HTTP_PORT + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * What it answers to a POST of this document.
   *
   * @throws IllegalStateException if that is not what was wanted
   */
  JsonObject post(String path, JsonObject body) {
    URI uri = URI.create("http://" + address + ":" + HTTP_PORT + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER)
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(name + ": " + response.statusCode() + response.body());
      }
      return new JsonObject(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All that its processes have printed. */
  String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
