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

/** {@code dynamo verify}: compares every file of a directory with what is stored. */
@Command(
    name = "verify",
    description = {
      "Compares every regular file under a directory with what is stored, byte for byte.",
      "What differs, is missing or has siblings is named: the exit code is 4. Files that import",
      "leaves out, too large or of a name that is no key, are named and do not count."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dynamo verify ~/.m2/repository --node 127.0.0.1:8410",
      "  dynamo verify photos --r 3 --json"
    })
public final class VerifyCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private TransferOptions transfer = new TransferOptions();

  @Option(
      names = "--r",
      paramLabel = "N",
      description = "How many replicas must answer for each file (default: the cluster's R).")
  private int quorum;

  public VerifyCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    VerifyTask task = new VerifyTask(connection.keyValues(quorum), Retries.DEFAULT);
    return exitCode(transfer.run(streams, connection, "verify", task)).code();
  }

  /** A difference that was found comes before what could not be looked at. */
  private static ExitCode exitCode(Tally tally) {
    if (tally.count(Kind.DIFFERENT, Kind.MISSING, Kind.SIBLINGS) > 0) {
      return ExitCode.DIFFERS;
    }
    if (tally.count(Kind.UNAVAILABLE) > 0) {
      return ExitCode.UNAVAILABLE;
    }
    return tally.count(Kind.FAILED) > 0 ? ExitCode.FAILED : ExitCode.DONE;
  }
}
