package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.Streams;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dynamo cancel}: takes a change back, as far as it is not done (rule H7). */
@Command(
    name = "cancel",
    description = "Takes a change back, as far as it is not done yet.",
    footerHeading = "%nExamples:%n",
    footer = {"  dynamo members", "  dynamo cancel 17@n2"})
public final class CancelCommand extends ChangeCommand {
  @Parameters(paramLabel = "EVENT", description = "The change, as dynamo members shows it: 17@n2.")
  private String event = "";

  public CancelCommand(Streams streams) {
    super(streams);
  }

  @Override
  JsonObject change() {
    return new JsonObject().put("change", "cancel").put("event", event);
  }

  @Override
  String words() {
    return "take back " + event;
  }
}
