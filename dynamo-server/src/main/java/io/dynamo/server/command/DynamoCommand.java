package io.dynamo.server.command;

import io.dynamo.api.storage.StorageException;
import io.dynamo.server.command.cluster.ClusterCommand;
import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Installation;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.data.DeleteCommand;
import io.dynamo.server.command.data.GetCommand;
import io.dynamo.server.command.data.PutCommand;
import io.dynamo.server.command.inspect.ExplainCommand;
import io.dynamo.server.command.inspect.RingCommand;
import io.dynamo.server.command.membership.CancelCommand;
import io.dynamo.server.command.membership.JoinCommand;
import io.dynamo.server.command.membership.LeaveCommand;
import io.dynamo.server.command.membership.MembersCommand;
import io.dynamo.server.command.membership.MovesCommand;
import io.dynamo.server.command.membership.RemoveCommand;
import io.dynamo.server.command.membership.ReplaceCommand;
import io.dynamo.server.command.membership.WeightCommand;
import io.dynamo.server.command.membership.ZoneCommand;
import io.dynamo.server.command.transfer.ImportCommand;
import io.dynamo.server.command.transfer.VerifyCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code dynamo} command: picks the part that was asked for and turns its end into a code. */
@Command(
    name = "dynamo",
    description = "A highly available key-value store after the Dynamo paper (SOSP 2007).",
    versionProvider = DynamoCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  dynamo cluster --nodes 3",
      "  dynamo put greeting hello",
      "  dynamo get greeting --node 127.0.0.1:8410",
      "%nExit codes:%n"
          + "  0  done                     5  unavailable, try again%n"
          + "  1  failed                   6  unknown outcome: a write may have happened%n"
          + "  2  wrong command line       7  several siblings where one was asked for%n"
          + "  3  not found               78  wrong configuration%n"
          + "  4  verify found differences, or import left files out%n"
    })
public final class DynamoCommand {
  private DynamoCommand() {}

  /** Runs the command line and ends the process. */
  public static void main(String[] arguments) {
    System.exit(
        commandLine(Streams.ofProcess(), LocalNode::start, Installation.ofProcess())
            .execute(arguments));
  }

  /** The whole command. */
  static CommandLine commandLine(Streams streams, NodeStarter starter, Installation installation) {
    CommandLine commandLine = new CommandLine(new DynamoCommand());
    commandLine.addSubcommand(new ServerCommand(streams, starter, installation));
    commandLine.addSubcommand(
        new ClusterCommand(streams, installation, DynamoCommand.class.getName()));
    commandLine.addSubcommand(new PutCommand(streams));
    commandLine.addSubcommand(new GetCommand(streams));
    commandLine.addSubcommand(new DeleteCommand(streams));
    commandLine.addSubcommand(new ImportCommand(streams));
    commandLine.addSubcommand(new VerifyCommand(streams));
    commandLine.addSubcommand(new RingCommand(streams));
    commandLine.addSubcommand(new ExplainCommand(streams));
    commandLine.addSubcommand(new MembersCommand(streams));
    commandLine.addSubcommand(new MovesCommand(streams));
    commandLine.addSubcommand(new JoinCommand(streams));
    commandLine.addSubcommand(new LeaveCommand(streams));
    commandLine.addSubcommand(new RemoveCommand(streams));
    commandLine.addSubcommand(new ReplaceCommand(streams));
    commandLine.addSubcommand(new WeightCommand(streams));
    commandLine.addSubcommand(new ZoneCommand(streams));
    commandLine.addSubcommand(new CancelCommand(streams));
    commandLine.setOut(streams.outWriter());
    commandLine.setErr(streams.errWriter());
    commandLine.setExecutionExceptionHandler((e, command, parsed) -> tell(e, streams));
    commandLine.getCommandSpec().mixinStandardHelpOptions(true);
    for (CommandLine part : commandLine.getSubcommands().values()) {
      part.getCommandSpec().mixinStandardHelpOptions(true);
      part.getCommandSpec().versionProvider(new Version());
    }
    return commandLine;
  }

  /** What {@code --version} prints: that of the jar, if the classes come from one. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = DynamoCommand.class.getPackage().getImplementationVersion();
      return new String[] {"dynamo " + (version == null ? "development" : version)};
    }
  }

  private static int tell(Exception e, Streams streams) {
    if (e instanceof CommandFailure failure) {
      streams.tell(String.valueOf(failure.getMessage()));
      return failure.exitCode().code();
    }
    if (e instanceof IOException || e instanceof StorageException) {
      streams.tell(e.toString());
      return ExitCode.FAILED.code();
    }
    e.printStackTrace(streams.err());
    return ExitCode.FAILED.code();
  }
}
