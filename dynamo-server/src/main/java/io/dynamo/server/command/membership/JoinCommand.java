package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.Streams;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dynamo join}: admits a node that was started with seeds. */
@Command(
    name = "join",
    description = "Admits a node to the cluster; it takes its share from the others.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  A node that waits, started by dynamo server --seeds:",
      "    dynamo join n4",
      "  One that is not started yet, with zone and weight:",
      "    dynamo join n4=10.0.0.4:8402/west*2 --plan"
    })
public final class JoinCommand extends ChangeCommand {
  @Parameters(paramLabel = "NODE", description = "n4, or n4=host:peer-port[/zone][*weight].")
  private String node = "";

  public JoinCommand(Streams streams) {
    super(streams);
  }

  @Override
  JsonObject change() {
    JsonObject change = new JsonObject().put("change", "join");
    NewcomerText.put(change, "node", node);
    return change;
  }

  @Override
  String words() {
    return "admit " + node;
  }
}
