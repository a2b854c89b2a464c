package io.dynamo.server.command.transfer;

import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.ConnectionOptions;
import io.dynamo.server.command.transfer.FileOutcome.Kind;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dynamo import}: puts every file of a directory. */
@Command(
    name = "import",
    description = {
      "Puts every regular file under a directory; its path from there is the key.",
      "A file whose bytes are stored already is not put again. One that is too large, or whose name",
      "is no key, is named and left out: the exit code is 4. Links are not followed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dynamo import ~/.m2/repository",
      "  dynamo import photos --parallel 16 --node 127.0.0.1:8420"
    })
public final class ImportCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private TransferOptions transfer = new TransferOptions();

  @Option(
      names = "--w",
      paramLabel = "N",
      description = "How many replicas must have each file (default: the cluster's W).")
  private int quorum;

  public ImportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ImportTask task =
        new ImportTask(connection.keyValues(0), connection.keyValues(quorum), Retries.DEFAULT);
    return exitCode(transfer.run(streams, connection, "import", task)).code();
  }

  /** What another try may cure comes before what it cannot. */
  private static ExitCode exitCode(Tally tally) {
    if (tally.count(Kind.UNKNOWN) > 0) {
      return ExitCode.UNKNOWN;
    }
    if (tally.count(Kind.UNAVAILABLE) > 0) {
      return ExitCode.UNAVAILABLE;
    }
    if (tally.count(Kind.FAILED) > 0) {
      return ExitCode.FAILED;
    }
    return tally.count(Kind.SKIPPED) > 0 ? ExitCode.DIFFERS : ExitCode.DONE;
  }
}
