package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.Streams;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dynamo weight}: gives a member another share. */
@Command(
    name = "weight",
    description = "Gives a member a larger or smaller share.",
    footerHeading = "%nExamples:%n",
    footer = {"  dynamo weight n4 2"})
public final class WeightCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "NODE", description = "The member.")
  private String node = "";

  @Parameters(
      index = "1",
      paramLabel = "WEIGHT",
      description = "Its capacity relative to the others, 1 to 1000.")
  private int weight;

  public WeightCommand(Streams streams) {
    super(streams);
  }

  @Override
  JsonObject change() {
    return new JsonObject()
        .put("change", "weight")
        .put("node", NewcomerText.node(node))
        .put("weight", weight);
  }

  @Override
  String words() {
    return "give " + node + " the weight " + weight;
  }
}
