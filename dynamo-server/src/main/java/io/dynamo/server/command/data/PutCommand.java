package io.dynamo.server.command.data;

import io.dynamo.api.Key;
import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.ConnectionOptions;
import io.dynamo.server.command.remote.Failure;
import io.dynamo.server.command.remote.KeyValues;
import io.dynamo.server.command.remote.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dynamo put}: puts one value. Without {@code --context} or {@code --update} blindly. */
@Command(
    name = "put",
    description = {
      "Puts a value under a key.",
      "A plain put has seen nothing: where there is a value, both become siblings. --context takes",
      "the place of what that context covers, --update of all that is there now."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dynamo put greeting hello",
      "  dynamo put greeting 'good evening' --update",
      "  dynamo put photos/cat.jpg --file cat.jpg",
      "  date | dynamo put now - --w 3"
    })
public final class PutCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  private final Streams streams;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(index = "0", paramLabel = "KEY", description = "The key, as UTF-8.")
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "The value, as UTF-8; - reads standard input.")
  private @Nullable String value;

  @Option(names = "--file", paramLabel = "FILE", description = "Read the value from this file.")
  private @Nullable Path file;

  @Option(
      names = "--w",
      paramLabel = "N",
      description = "How many replicas must have it (default: the cluster's W).")
  private int quorum;

  @ArgGroup(exclusive = true)
  private @Nullable Seen seen;

  /** What the writer has seen. */
  static final class Seen {
    @Option(
        names = "--context",
        paramLabel = "CONTEXT",
        description = "The context of the get, or of the put, that this one follows.")
    private @Nullable String context;

    @Option(names = "--update", description = "Get first, and put with the context of that.")
    private boolean update;
  }

  public PutCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Key target = ConnectionOptions.key(key);
    byte[] bytes = bytes();
    Answers answers = new Answers(streams, connection.json());
    String context = seen == null ? null : seen.context;
    if (seen != null && seen.update) {
      Reading reading = connection.keyValues(0).get(target);
      if (reading instanceof Failure failure) {
        return answers.failed(failure);
      }
      context =
          reading instanceof Reading.Found found
              ? found.context()
              : ((Reading.Absent) reading).context();
    }
    KeyValues keyValues = connection.keyValues(quorum);
    String requestId = UUID.randomUUID().toString();
    return answers.written("stored", key, keyValues.put(target, context, bytes, requestId));
  }

  private byte[] bytes() throws IOException {
    if ((value == null) == (file == null)) {
      throw new CommandFailure(
          ExitCode.USAGE, "give one of VALUE, --file FILE, or - for standard input");
    }
    if (file != null) {
      try (InputStream in = Files.newInputStream(file)) {
        return atMostOneValue(in);
      }
    }
    if (STANDARD_INPUT.equals(value)) {
      return atMostOneValue(streams.in());
    }
    return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] atMostOneValue(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(KeyValues.MAX_VALUE_BYTES + 1);
    if (bytes.length > KeyValues.MAX_VALUE_BYTES) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the value is too large: it must be at most " + KeyValues.MAX_VALUE_BYTES + " bytes");
    }
    return bytes;
  }
}
