package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.Streams;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dynamo zone}: says where a member stands. */
@Command(
    name = "zone",
    description = "Says in which zone a member stands; copies of a key go to different ones.",
    footerHeading = "%nExamples:%n",
    footer = {"  dynamo zone n4 west"})
public final class ZoneCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "NODE", description = "The member.")
  private String node = "";

  @Parameters(index = "1", paramLabel = "ZONE", description = "Rack, room or data centre.")
  private String zone = "";

  public ZoneCommand(Streams streams) {
    super(streams);
  }

  @Override
  JsonObject change() {
    return new JsonObject()
        .put("change", "zone")
        .put("node", NewcomerText.node(node))
        .put("zone", zone);
  }

  @Override
  String words() {
    return "put " + node + " into the zone " + zone;
  }
}
