package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.Streams;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dynamo remove}: gives up a member that is dead. */
@Command(
    name = "remove",
    description = "Gives up a dead member; the others make new copies of what it had.",
    footerHeading = "%nExamples:%n",
    footer = {"  dynamo remove n4"})
public final class RemoveCommand extends ChangeCommand {
  @Parameters(paramLabel = "NODE", description = "The member that will not come back.")
  private String node = "";

  public RemoveCommand(Streams streams) {
    super(streams);
  }

  @Override
  JsonObject change() {
    return new JsonObject().put("change", "remove").put("node", NewcomerText.node(node));
  }

  @Override
  String words() {
    return "give up " + node;
  }
}
