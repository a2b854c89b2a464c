package io.dynamo.server.command.data;

import io.dynamo.api.Key;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.ConnectionOptions;
import io.dynamo.server.command.remote.Failure;
import io.dynamo.server.command.remote.Reading;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code dynamo delete}: deletes what is under a key. A delete drops only what its context covers,
 * so without {@code --context} it gets first.
 */
@Command(
    name = "delete",
    description = {
      "Deletes what is under a key.",
      "It gets first, and deletes what it got; with --context it deletes what that covers."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  dynamo delete greeting", "  dynamo delete greeting --w 3"})
public final class DeleteCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "KEY", description = "The key, as UTF-8.")
  private String key = "";

  @Option(
      names = "--context",
      paramLabel = "CONTEXT",
      description = "The context of the get, or of the put, that this follows.")
  private @Nullable String context;

  @Option(
      names = "--w",
      paramLabel = "N",
      description = "How many replicas must have it (default: the cluster's W).")
  private int quorum;

  public DeleteCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    Key target = ConnectionOptions.key(key);
    Answers answers = new Answers(streams, connection.json());
    String covered = context;
    if (covered == null) {
      Reading reading = connection.keyValues(0).get(target);
      if (reading instanceof Failure failure) {
        return answers.failed(failure);
      }
      if (!(reading instanceof Reading.Found found)) {
        return answers.absent(key);
      }
      covered = found.context();
    }
    return answers.written("deleted", key, connection.keyValues(quorum).delete(target, covered));
  }
}
