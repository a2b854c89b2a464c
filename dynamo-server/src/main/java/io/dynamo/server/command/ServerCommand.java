package io.dynamo.server.command;

import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Installation;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.config.ConfigLoader;
import io.dynamo.server.config.ConfigurationException;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.config.Providers;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code dynamo server}: runs one node until it is told to stop by SIGTERM or Ctrl-C. The process
 * then ends with the code of the signal (143, 130), as always in Java; 78 if the configuration is
 * wrong, 1 if the node cannot go on.
 */
@Command(
    name = "server",
    description = "Runs one node in the foreground.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  A cluster of one:",
      "    dynamo server --node-id n1 --data data/n1 --initial-members n1=127.0.0.1:8402",
      "  From a file, but with another engine:",
      "    dynamo server --config conf/dynamo.conf --engine xodus"
    })
final class ServerCommand implements Callable<Integer> {
  private final Streams streams;
  private final NodeStarter starter;
  private final Installation installation;

  @Mixin private NodeOptions options = new NodeOptions();

  ServerCommand(Streams streams, NodeStarter starter, Installation installation) {
    this.streams = streams;
    this.starter = starter;
    this.installation = installation;
  }

  @Override
  public Integer call() {
    RunningNode node;
    try {
      Providers providers = Providers.find(installation.plugins());
      NodeConfig config =
          new ConfigLoader(providers).load(options.sources(installation.environment()));
      node = starter.start(config, providers);
    } catch (ConfigurationException e) {
      throw new CommandFailure(ExitCode.BAD_CONFIGURATION, String.join("\n", e.problems()), e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(node::stop, "stop"));
    streams.tell("node answers on http://" + node.httpAddress());
    try {
      node.ended().toCompletableFuture().join();
      return ExitCode.DONE.code();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof ConfigurationException refused) {
        throw new CommandFailure(
            ExitCode.BAD_CONFIGURATION, String.join("\n", refused.problems()), refused);
      }
      throw new CommandFailure(ExitCode.FAILED, "the node has ended: " + cause.getMessage(), cause);
    }
  }
}
