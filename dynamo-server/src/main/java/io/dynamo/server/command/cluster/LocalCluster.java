package io.dynamo.server.command.cluster;

import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The processes of a local cluster. Started and watched by one thread; {@link #stop()} may be
 * called by another.
 */
final class LocalCluster {
  private static final Duration READY_DEADLINE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 50;

  /** A node gives requests under way 10 s by default. */
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(20);

  private final ClusterPlan plan;
  private final ClusterDirectory directory;
  private final NodeLauncher launcher;
  private final Streams streams;
  private final List<NodeProcess> nodes = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  LocalCluster(
      ClusterPlan plan, ClusterDirectory directory, NodeLauncher launcher, Streams streams) {
    this.plan = plan;
    this.directory = directory;
    this.launcher = launcher;
    this.streams = streams;
  }

  List<NodeProcess> nodes() {
    return nodes;
  }

  /** Starts all nodes and returns at once. */
  void start() throws IOException {
    Path secret = directory.secret();
    for (int number = 1; number <= plan.nodes(); number++) {
      String name = plan.names().get(number - 1);
      Path data = Files.createDirectories(directory.data(name));
      Path log = directory.log(name);
      Process process = launcher.start(plan.serverArguments(number, data, secret), log);
      nodes.add(new NodeProcess(name, number, process, log));
    }
  }

  /**
   * Waits until every node is ready.
   *
   * @throws CommandFailure if one ends before, or after a minute; with the end of its log
   */
  void awaitReady() throws InterruptedException {
    ReadyCheck check = new ReadyCheck();
    long deadline = System.nanoTime() + READY_DEADLINE.toNanos();
    for (NodeProcess node : nodes) {
      while (!check.isReady(plan.httpAddress(node.number()))) {
        requireAllAlive();
        if (System.nanoTime() > deadline) {
          throw new CommandFailure(
              ExitCode.FAILED,
              node.name()
                  + " is not ready after "
                  + READY_DEADLINE.toSeconds()
                  + " s"
                  + tail(node));
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  /** Waits until all nodes have ended, and tells of each one that ends unasked. */
  void awaitEnd() {
    CompletableFuture<?>[] ends =
        nodes.stream()
            .map(node -> node.exited().thenAccept(code -> tellOfEnd(node, code)))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends).join();
  }

  /** Stops all nodes gracefully, and waits for it; kills what does not stop. Idempotent. */
  void stop() {
    stopping = true;
    nodes.forEach(NodeProcess::askToStop);
    try {
      for (NodeProcess node : nodes) {
        if (!node.awaitStop(STOP_DEADLINE)) {
          streams.tell(node.name() + " did not stop and was killed");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void requireAllAlive() {
    for (NodeProcess node : nodes) {
      if (!node.isAlive()) {
        int code = node.process().exitValue();
        throw new CommandFailure(
            code == ExitCode.BAD_CONFIGURATION.code()
                ? ExitCode.BAD_CONFIGURATION
                : ExitCode.FAILED,
            node.name() + " ended with exit code " + code + " before it was ready" + tail(node));
      }
    }
  }

  private void tellOfEnd(NodeProcess node, int code) {
    if (!stopping) {
      streams.tell(
          node.name()
              + " (pid "
              + node.process().pid()
              + ") has ended with exit code "
              + code
              + "; the others run on"
              + tail(node));
    }
  }

  private static String tail(NodeProcess node) {
    return "; the end of " + node.log() + ":\n  " + String.join("\n  ", node.lastLines());
  }
}
