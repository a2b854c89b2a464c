package io.dynamo.server.command.transfer;

import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.ConnectionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code import} and {@code verify} have in common on the command line. */
final class TransferOptions {
  private static final int MAX_PARALLEL = 64;

  @Parameters(paramLabel = "DIR", description = "The directory.")
  private Path directory = Path.of(".");

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many files at a time, 1 to 64 (default: ${DEFAULT-VALUE}).")
  private int parallel = 8;

  /** Does the task with every file of the directory and prints the summary. */
  Tally run(Streams streams, ConnectionOptions connection, String verb, FileTask task)
      throws IOException, InterruptedException {
    if (parallel < 1 || parallel > MAX_PARALLEL) {
      throw new CommandFailure(
          ExitCode.USAGE, "--parallel must be 1.." + MAX_PARALLEL + ", was " + parallel);
    }
    if (!Files.isDirectory(directory)) {
      throw new CommandFailure(ExitCode.USAGE, directory + " is no directory");
    }
    List<TreeFile> files = FileTree.list(directory);
    long bytes = files.stream().mapToLong(TreeFile::size).sum();
    Tally tally = new Tally();
    Progress progress = new Progress(streams, verb, files.size(), bytes);
    new Transfer(task, tally, progress).run(files, parallel);
    if (connection.json()) {
      streams.json(tally.toJson(progress.elapsedNanos()));
    } else {
      streams.line(verb + ": " + tally.summary(progress.elapsedNanos()));
    }
    return tally;
  }
}
