package io.dynamo.server.command.inspect;

import io.dynamo.api.Key;
import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.ConnectionOptions;
import io.dynamo.server.command.remote.Document;
import io.dynamo.server.command.remote.HttpNode;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dynamo explain}: where one key is, and which versions each node has of it. */
@Command(
    name = "explain",
    description = "Shows where a key is, and which versions each replica has.",
    footerHeading = "%nExamples:%n",
    footer = {"  dynamo explain greeting", "  dynamo explain photos/cat.jpg --json"})
public final class ExplainCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "KEY", description = "The key, as UTF-8.")
  private String key = "";

  public ExplainCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    Key target = ConnectionOptions.key(key);
    JsonObject explanation =
        Document.get(connection.connect(), "/admin/explain/" + HttpNode.encode(target));
    if (connection.json()) {
      streams.json(explanation);
      return ExitCode.DONE.code();
    }
    List<JsonObject> replicas = Document.objects(explanation, "replicas");
    streams.line("key        " + key);
    streams.line("position   " + explanation.getString("position", "?"));
    streams.line("partition  " + explanation.getInteger("partition", -1));
    streams.line(
        "preference "
            + String.join(
                " ", replicas.stream().map(replica -> replica.getString("node", "?")).toList()));
    streams.line(
        "trees      "
            + (explanation.getBoolean("treesAgree", false)
                ? "all owners agree on the partition"
                : "owners differ, or not all answered"));
    replicas.forEach(this::replica);
    return ExitCode.DONE.code();
  }

  private void replica(JsonObject replica) {
    String who =
        "  %-12s %-9s".formatted(replica.getString("node", "?"), replica.getString("role", "?"));
    String failure = replica.getString("failure");
    JsonObject tree = replica.getJsonObject("tree");
    if (tree != null && !tree.getBoolean("whole", true)) {
      streams.line(who + "not whole: it is catching up, and counts for no read");
    }
    List<JsonObject> versions = Document.objects(replica, "versions");
    if (failure != null) {
      streams.line(who + "no answer: " + failure);
    } else if (versions.isEmpty()) {
      streams.line(
          who + (replica.getString("role", "").equals("fallback") ? "no hint" : "nothing"));
    }
    for (JsonObject version : versions) {
      streams.line(
          who
              + "%s%s  %d bytes%s  checksum %s"
                  .formatted(
                      replica.getString("role", "").equals("fallback") ? "hint " : "",
                      version.getString("dot", "?"),
                      version.getInteger("bytes", 0),
                      version.getBoolean("tombstone", false) ? "  deleted" : "",
                      version.getString("checksum", "?")));
    }
  }
}
