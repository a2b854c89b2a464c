package io.dynamo.server.command.cluster;

import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Installation;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.config.ConfigLoader;
import io.dynamo.server.config.ConfigSources;
import io.dynamo.server.config.ConfigurationException;
import io.dynamo.server.config.Flag;
import io.dynamo.server.config.Providers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code dynamo cluster}: starts nodes on this machine and stays in the foreground until Ctrl-C or
 * SIGTERM, or until all of them have ended. The directory remembers the cluster: the next start in
 * it takes up the same nodes with their data.
 */
@Command(
    name = "cluster",
    description = "Runs a cluster of several nodes on this machine, in the foreground.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  Three nodes, with their data under ./dynamo-data; once more starts the same cluster again:",
      "    dynamo cluster --nodes 3",
      "  Five nodes with another engine, on ports 9000, 9010, ...:",
      "    dynamo cluster --nodes 5 --engine xodus --base-port 9000 --dir /tmp/five"
    })
public final class ClusterCommand implements Callable<Integer> {
  private static final int DEFAULT_NODES = 3;
  private static final int DEFAULT_BASE_PORT = 8400;
  private static final String DEFAULT_ENGINE = "lmdb";

  private final Streams streams;
  private final Installation installation;
  private final String mainClass;

  @Option(names = "--nodes", paramLabel = "N", description = "How many nodes (default: 3).")
  private @Nullable Integer nodes;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where all is kept (default: ${DEFAULT-VALUE}).",
      defaultValue = "dynamo-data")
  private Path dir = Path.of("dynamo-data");

  @Option(
      names = "--base-port",
      paramLabel = "PORT",
      description = {
        "HTTP port of the first node (default: 8400); each further node is 10 higher.",
        "Clients use the next port, peers the one after."
      })
  private @Nullable Integer basePort;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "Storage engine: lmdb (default), xodus, memory, or a plug-in's name.")
  private @Nullable String engine;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Any option of the nodes by its path; may be repeated.")
  private List<String> sets = List.of();

  @Option(names = "--json", description = "Print the nodes as one JSON document.")
  private boolean json;

  /**
   * The command.
   *
   * @param mainClass of the command, to start nodes where there is no distribution
   */
  public ClusterCommand(Streams streams, Installation installation, String mainClass) {
    this.streams = streams;
    this.installation = installation;
    this.mainClass = mainClass;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (ClusterDirectory directory = ClusterDirectory.open(dir)) {
      ClusterPlan remembered = directory.plan();
      ClusterPlan plan = remembered == null ? newPlan() : resumed(remembered, directory.path());
      requireFreePorts(plan);
      requireGoodConfiguration(plan, directory);
      if (remembered == null) {
        directory.remember(plan);
      }
      run(plan, directory);
    }
    return ExitCode.FAILED.code();
  }

  private void run(ClusterPlan plan, ClusterDirectory directory)
      throws IOException, InterruptedException {
    LocalCluster cluster =
        new LocalCluster(plan, directory, NodeLauncher.of(installation.home(), mainClass), streams);
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop, "stop"));
    try {
      cluster.start();
      cluster.awaitReady();
    } catch (CommandFailure | IOException e) {
      cluster.stop();
      throw e;
    }
    announce(plan, cluster, directory);
    cluster.awaitEnd();
    streams.tell("all nodes have ended");
  }

  private ClusterPlan newPlan() {
    try {
      return new ClusterPlan(
          nodes == null ? DEFAULT_NODES : nodes,
          basePort == null ? DEFAULT_BASE_PORT : basePort,
          engine == null ? DEFAULT_ENGINE : engine,
          sets);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** The plan as it was; options of nodes that are given now win over the remembered ones. */
  private ClusterPlan resumed(ClusterPlan remembered, Path directory) {
    requireSame("--nodes", nodes, remembered.nodes(), directory);
    requireSame("--base-port", basePort, remembered.basePort(), directory);
    requireSame("--engine", engine, remembered.engine(), directory);
    return remembered.with(sets);
  }

  private static void requireSame(
      String option, @Nullable Object given, Object remembered, Path directory) {
    if (given != null && !given.equals(remembered)) {
      throw new CommandFailure(
          ExitCode.BAD_CONFIGURATION,
          "the cluster in "
              + directory
              + " was created with "
              + option
              + " "
              + remembered
              + ", not "
              + given
              + ": leave the option out, or take another --dir");
    }
  }

  /** As each node will check it, but before a wrong plan is remembered. */
  private void requireGoodConfiguration(ClusterPlan plan, ClusterDirectory directory)
      throws IOException {
    Map<Flag, String> flags = plan.flags(1, directory.data("n1"));
    List<String> all = plan.sets(directory.secret());
    try {
      new ConfigLoader(Providers.find(installation.plugins()))
          .load(new ConfigSources(flags, all, installation.environment(), null));
    } catch (ConfigurationException e) {
      throw new CommandFailure(ExitCode.BAD_CONFIGURATION, String.join("\n", e.problems()), e);
    }
  }

  private static void requireFreePorts(ClusterPlan plan) throws IOException {
    List<Integer> busy = FreePorts.busy(ClusterPlan.HOST, plan.ports());
    if (!busy.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "something listens already on port "
              + String.join(", ", busy.stream().map(String::valueOf).toList())
              + " of "
              + ClusterPlan.HOST
              + ": stop it, or take another --base-port and --dir");
    }
  }

  private void announce(ClusterPlan plan, LocalCluster cluster, ClusterDirectory directory)
      throws IOException {
    if (json) {
      JsonArray list = new JsonArray();
      for (NodeProcess node : cluster.nodes()) {
        list.add(
            new JsonObject()
                .put("node", node.name())
                .put("pid", node.process().pid())
                .put("http", plan.httpAddress(node.number()))
                .put("log", node.log().toString()));
      }
      streams.json(new JsonObject().put("dir", directory.path().toString()).put("nodes", list));
      return;
    }
    streams.line("A cluster of " + plan.nodes() + " nodes runs, its data in " + directory.path());
    for (NodeProcess node : cluster.nodes()) {
      int port = plan.httpPort(node.number());
      streams.line(
          "  %-4s pid %-7d http://%s:%d  clients %d  peers %d"
              .formatted(
                  node.name(), node.process().pid(), ClusterPlan.HOST, port, port + 1, port + 2));
    }
    String other = plan.httpAddress(Math.min(2, plan.nodes()));
    streams.line("Try:");
    streams.line("  curl -X PUT --data hello http://" + plan.httpAddress(1) + "/kv/greeting");
    streams.line("  curl http://" + other + "/kv/greeting");
    String newcomer = "n" + (plan.nodes() + 1);
    streams.line("One node more:");
    streams.line(
        "  dynamo "
            + String.join(" ", plan.newcomerArguments(directory.path(), directory.secret())));
    streams.line("  dynamo join " + newcomer + " --node " + plan.httpAddress(1));
    streams.line("Ctrl-C stops all nodes.");
  }
}
