package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.ConnectionOptions;
import io.dynamo.server.command.remote.Document;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dynamo members}: who belongs to the cluster, who waits, and what is on its way. */
@Command(
    name = "members",
    description = "Shows members, nodes that wait to be admitted, and changes under way.",
    footerHeading = "%nExamples:%n",
    footer = {"  dynamo members", "  dynamo members --node 127.0.0.1:8410 --json"})
public final class MembersCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public MembersCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    JsonObject shown = Document.get(connection.connect(), "/admin/membership");
    if (connection.json()) {
      streams.json(shown);
      return ExitCode.DONE.code();
    }
    streams.line(
        "cluster %s, history %s, %d partitions are moving"
            .formatted(
                shown.getString("cluster", "?"),
                shown.getString("history", "?"),
                shown.getInteger("movingPartitions", 0)));
    members(Document.objects(shown, "members"));
    for (JsonObject former : Document.objects(shown, "former")) {
      streams.line(
          "former  %s, %s".formatted(former.getString("node"), former.getString("standing")));
    }
    for (JsonObject waiting : Document.objects(shown, "waiting")) {
      streams.line(
          "waiting %s=%s, software %s: dynamo join %s"
              .formatted(
                  waiting.getString("node"),
                  waiting.getString("address"),
                  software(waiting),
                  waiting.getString("node")));
    }
    for (JsonObject pending : Document.objects(shown, "pending")) {
      streams.line(
          "pending %s %s, %d partitions to go: dynamo cancel %s"
              .formatted(
                  pending.getString("change"),
                  pending.getString("node"),
                  pending.getInteger("movingPartitions", 0),
                  pending.getString("event")));
    }
    return ExitCode.DONE.code();
  }

  private void members(List<JsonObject> members) {
    streams.line(
        "%-12s %-8s %-22s %-10s %6s %6s %6s %6s  %-12s %s"
            .formatted(
                "node",
                "standing",
                "peers",
                "zone",
                "weight",
                "copies",
                "to come",
                "to go",
                "software",
                "answers"));
    for (JsonObject member : members) {
      String zone = member.getString("zone", "");
      streams.line(
          "%-12s %-8s %-22s %-10s %6d %6d %7d %6d  %-12s %s"
              .formatted(
                  member.getString("node", "?"),
                  member.getString("standing", "?"),
                  member.getString("address", "?"),
                  zone.isEmpty() ? "-" : zone,
                  member.getInteger("weight", 0),
                  member.getInteger("copies", 0),
                  member.getInteger("copiesToCome", 0),
                  member.getInteger("copiesToGo", 0),
                  software(member),
                  member.getBoolean("answers", false) ? "yes" : "no"));
    }
  }

  /** A node that does not tell runs a version from before it could. */
  private static String software(JsonObject node) {
    String version = node.getString("software", "");
    return version.isEmpty() ? "not told" : version;
  }
}
