package io.dynamo.server.command.data;

import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.ConnectionOptions;
import io.dynamo.server.command.remote.Failure;
import io.dynamo.server.command.remote.Reading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dynamo get}: writes the value under a key to standard output, byte for byte. */
@Command(
    name = "get",
    description = {
      "Gets the value under a key, byte for byte.",
      "If there are several siblings, they are listed on standard error and the exit code is 7;",
      "--json shows them all."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dynamo get greeting",
      "  dynamo get photos/cat.jpg --out cat.jpg",
      "  dynamo get cart --json --r 3 --node 127.0.0.1:8410"
    })
public final class GetCommand implements Callable<Integer> {
  private static final int PREVIEW_BYTES = 60;

  private final Streams streams;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "KEY", description = "The key, as UTF-8.")
  private String key = "";

  @Option(names = "--out", paramLabel = "FILE", description = "Write the value to this file.")
  private @Nullable Path out;

  @Option(
      names = "--r",
      paramLabel = "N",
      description = "How many replicas must answer (default: the cluster's R).")
  private int quorum;

  public GetCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (out != null && connection.json()) {
      throw new CommandFailure(ExitCode.USAGE, "--out and --json do not go together");
    }
    Answers answers = new Answers(streams, connection.json());
    Reading reading = connection.keyValues(quorum).get(ConnectionOptions.key(key));
    if (reading instanceof Failure failure) {
      return answers.failed(failure);
    }
    if (!(reading instanceof Reading.Found found)) {
      return answers.absent(key);
    }
    if (connection.json()) {
      streams.json(json(found));
      return ExitCode.DONE.code();
    }
    if (found.siblings().size() > 1) {
      list(found);
      return ExitCode.SIBLINGS.code();
    }
    show(found.siblings().get(0));
    return ExitCode.DONE.code();
  }

  private void show(byte[] value) throws IOException {
    if (out != null) {
      Files.write(out, value);
      return;
    }
    streams.out().write(value);
    streams.out().flush();
    if (streams.out().checkError()) {
      throw new IOException("standard output is closed");
    }
  }

  private JsonObject json(Reading.Found found) {
    JsonArray siblings = new JsonArray();
    for (byte[] value : found.siblings()) {
      siblings.add(
          new JsonObject()
              .put("bytes", value.length)
              .put("value", Base64.getEncoder().encodeToString(value)));
    }
    return new JsonObject()
        .put("outcome", "found")
        .put("key", key)
        .put("context", found.context())
        .put("siblings", siblings);
  }

  private void list(Reading.Found found) {
    List<byte[]> values = found.siblings();
    StringBuilder text = new StringBuilder();
    text.append(values.size()).append(" siblings under ").append(key).append(':');
    for (int i = 0; i < values.size(); i++) {
      byte[] value = values.get(i);
      text.append("\n  ").append(i + 1).append(": ").append(value.length).append(" bytes: ");
      text.append(preview(value));
    }
    text.append("\ncontext: ").append(found.context());
    text.append("\na put with this context takes the place of all of them");
    streams.tell(text.toString());
  }

  /** The first bytes, with a dot for what is not printable ASCII. */
  private static String preview(byte[] value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(value.length, PREVIEW_BYTES); i++) {
      text.append(value[i] >= 0x20 && value[i] < 0x7f ? (char) value[i] : '.');
    }
    return value.length > PREVIEW_BYTES ? text + "..." : text.toString();
  }
}
