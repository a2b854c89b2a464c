package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.Streams;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dynamo leave}: lets a member that is up give away what it keeps, and go. */
@Command(
    name = "leave",
    description = "Lets a member give away all that it keeps, and leave.",
    footerHeading = "%nExamples:%n",
    footer = {"  dynamo leave n4 --plan", "  dynamo leave n4"})
public final class LeaveCommand extends ChangeCommand {
  @Parameters(paramLabel = "NODE", description = "The member that is to leave.")
  private String node = "";

  public LeaveCommand(Streams streams) {
    super(streams);
  }

  @Override
  JsonObject change() {
    return new JsonObject().put("change", "leave").put("node", NewcomerText.node(node));
  }

  @Override
  String words() {
    return "let " + node + " leave";
  }
}
