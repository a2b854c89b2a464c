package io.dynamo.server.command.inspect;

import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.ConnectionOptions;
import io.dynamo.server.command.remote.Document;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dynamo ring}: which node owns what, as one node sees it. */
@Command(
    name = "ring",
    description = "Shows which node owns what.",
    footerHeading = "%nExamples:%n",
    footer = {"  dynamo ring", "  dynamo ring --partitions --node 127.0.0.1:8410"})
public final class RingCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--partitions", description = "List every partition with its owners.")
  private boolean partitions;

  public RingCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    JsonObject ring = Document.get(connection.connect(), "/admin/ring");
    if (connection.json()) {
      streams.json(ring);
      return ExitCode.DONE.code();
    }
    JsonObject cluster = ring.getJsonObject("cluster", new JsonObject());
    streams.line(
        "cluster %s, %d partitions, N=%d R=%d W=%d, ring %s"
            .formatted(
                cluster.getString("name", "?"),
                cluster.getInteger("partitions", 0),
                cluster.getInteger("replicas", 0),
                cluster.getInteger("readQuorum", 0),
                cluster.getInteger("writeQuorum", 0),
                ring.getString("digest", "?")));
    members(Document.objects(ring, "members"));
    if (partitions) {
      partitions(Document.objects(ring, "partitions"));
    }
    return ExitCode.DONE.code();
  }

  /** A node keeps one copy of each partition that it owns. */
  private void members(List<JsonObject> members) {
    streams.line(
        "%-12s %-22s %-12s %6s %6s %7s"
            .formatted("node", "peers", "zone", "weight", "copies", "share"));
    for (JsonObject member : members) {
      String zone = member.getString("zone", "");
      streams.line(
          "%-12s %-22s %-12s %6d %6d %6.1f%%"
              .formatted(
                  member.getString("node", "?"),
                  member.getString("host", "?") + ":" + member.getInteger("peerPort", 0),
                  zone.isEmpty() ? "-" : zone,
                  member.getInteger("weight", 0),
                  member.getInteger("partitions", 0),
                  100 * member.getDouble("share", 0.0)));
    }
  }

  private void partitions(List<JsonObject> list) {
    streams.line("%-9s %s".formatted("partition", "owners"));
    for (JsonObject partition : list) {
      streams.line(
          "%-9d %s"
              .formatted(partition.getInteger("index", 0), Document.words(partition, "owners")));
    }
  }
}
