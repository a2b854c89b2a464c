package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.ConnectionOptions;
import io.dynamo.server.command.remote.Document;
import io.dynamo.server.command.remote.Durations;
import io.dynamo.server.command.remote.HttpNode;
import io.dynamo.server.command.remote.NodeAddress;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dynamo moves}: what nodes are handing over and taking, and how far they are. */
@Command(
    name = "moves",
    description = "Shows the partitions that nodes are handing over or taking.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  dynamo moves --node 127.0.0.1:8400 --node 127.0.0.1:8430",
      "  dynamo moves --watch"
    })
public final class MovesCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Streams streams;

  @Option(
      names = "--node",
      paramLabel = "HOST:PORT",
      description =
          "HTTP address of a node to ask; may be repeated (default: " + NodeAddress.DEFAULT + ").")
  private List<String> nodes = List.of(NodeAddress.DEFAULT);

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Durations.class,
      description = "How long a node may take, 1ms to 60s (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(5);

  @Option(names = "--watch", description = "Look every second until nothing moves any more.")
  private boolean watch;

  @Option(names = "--json", description = "Print one JSON document for each look.")
  private boolean json;

  public MovesCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<HttpNode> asked =
        nodes.stream().map(node -> ConnectionOptions.connect(node, timeout)).toList();
    Look look = look(asked);
    while (watch && look.isMoving()) {
      Thread.sleep(BETWEEN_LOOKS.toMillis());
      look = look(asked);
    }
    return (look.failures() == 0 ? ExitCode.DONE : ExitCode.UNAVAILABLE).code();
  }

  /** What one look at all nodes has found; nodes that do not answer may still be moving. */
  private record Look(int partitions, int failures) {
    boolean isMoving() {
      return partitions > 0 || failures > 0;
    }
  }

  private Look look(List<HttpNode> asked) throws InterruptedException {
    List<JsonObject> found = new ArrayList<>();
    int partitions = 0;
    int failures = 0;
    for (HttpNode node : asked) {
      try {
        JsonObject moves = Document.get(node, "/admin/moves");
        partitions += Document.objects(moves, "partitions").size();
        found.add(moves);
      } catch (CommandFailure e) {
        failures++;
        found.add(
            new JsonObject()
                .put("address", node.address().toString())
                .put("failure", e.getMessage()));
      }
    }
    if (json) {
      streams.json(new JsonObject().put("nodes", new JsonArray(found)));
    } else {
      found.forEach(this::print);
    }
    return new Look(partitions, failures);
  }

  private void print(JsonObject moves) {
    String failure = moves.getString("failure");
    if (failure != null) {
      streams.line("%-12s no answer: %s".formatted(moves.getString("address"), failure));
      return;
    }
    List<JsonObject> partitions = Document.objects(moves, "partitions");
    String node = moves.getString("node", "?");
    if (partitions.isEmpty()) {
      streams.line("%-12s nothing is moving here".formatted(node));
      return;
    }
    Long seconds = moves.getLong("expectedSeconds");
    streams.line(
        "%-12s has %d of %d partitions (%d %%), moved %s, %s/s%s"
            .formatted(
                node,
                moves.getInteger("filled", 0),
                moves.getInteger("toFill", 0),
                moves.getInteger("percent", 0),
                PlanTable.size(moves.getLong("bytes")),
                PlanTable.size(moves.getLong("bytesPerSecond")),
                seconds == null ? "" : ", about " + seconds + " s to go"));
    for (JsonObject partition : partitions) {
      streams.line(
          "  partition %-6d %-12s %-10s %s"
              .formatted(
                  partition.getInteger("partition", -1),
                  partition.getString("role", "?"),
                  PlanTable.size(partition.getLong("bytes")),
                  partition.getString("doing", "")));
    }
  }
}
