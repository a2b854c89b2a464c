package io.dynamo.server.process;

import io.dynamo.server.command.DynamoCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Further nodes beside a running cluster, and the command that changes its membership. */
final class GrowingCluster implements AutoCloseable {
  private final Path directory;
  private final List<Process> started = new ArrayList<>();

  GrowingCluster(Path directory) {
    this.directory = directory;
  }

  /** How a command ended. */
  record Ended(int exitCode, String out, String err) {
    JsonObject json() {
      return new JsonObject(out);
    }
  }

  /** Starts a node in this directory; what it keeps there stays from start to start. */
  Process startNode(String id, Path data, int httpPort, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "server",
                "--node-id",
                id,
                "--data",
                data.toString(),
                "--http-port",
                Integer.toString(httpPort)));
    arguments.addAll(List.of(options));
    Process node =
        java(arguments.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(id).toFile()))
            .start();
    started.add(node);
    return node;
  }

  /** All that this node has written. */
  String logOf(String id) {
    try {
      return Files.readString(log(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log(String id) {
    return directory.resolve(id + ".log");
  }

  /** Runs a command line of {@code dynamo} to its end. */
  Ended run(String... arguments) throws IOException, InterruptedException {
    Path err = Files.createTempFile(directory, "command", ".err");
    Process command = java(arguments).redirectError(err.toFile()).start();
    String out = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = command.waitFor();
    return new Ended(exitCode, out, Files.readString(err));
  }

  private static ProcessBuilder java(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DynamoCommand.class.getName()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }

  /** The entry of this name in an array of objects. */
  static JsonObject entry(JsonObject document, String array, String node) {
    JsonArray entries = document.getJsonArray(array);
    for (int i = 0; i < entries.size(); i++) {
      if (node.equals(entries.getJsonObject(i).getString("node"))) {
        return entries.getJsonObject(i);
      }
    }
    return new JsonObject();
  }

  @Override
  public void close() {
    started.forEach(Process::destroy);
    for (Process node : started) {
      try {
        if (!node.waitFor(60, TimeUnit.SECONDS)) {
          node.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
