package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.Streams;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dynamo replace}: gives up a dead member, and another node takes its place. */
@Command(
    name = "replace",
    description = "Gives up a dead member and puts another node in its place.",
    footerHeading = "%nExamples:%n",
    footer = {"  dynamo replace n3 n9", "  dynamo replace n3 n9=10.0.0.9:8402"})
public final class ReplaceCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "DEAD", description = "The member that will not come back.")
  private String dead = "";

  @Parameters(
      index = "1",
      paramLabel = "NEW",
      description = "n9, or n9=host:peer-port[/zone][*weight].")
  private String by = "";

  public ReplaceCommand(Streams streams) {
    super(streams);
  }

  @Override
  JsonObject change() {
    JsonObject change =
        new JsonObject().put("change", "replace").put("node", NewcomerText.node(dead));
    NewcomerText.put(change, "by", by);
    return change;
  }

  @Override
  String words() {
    return "put " + by + " in the place of " + dead;
  }
}
