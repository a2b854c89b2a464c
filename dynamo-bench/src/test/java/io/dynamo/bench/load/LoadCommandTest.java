package io.dynamo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.server.config.ConfigLoader;
import io.dynamo.server.config.ConfigSources;
import io.dynamo.server.config.Flag;
import io.dynamo.server.config.Providers;
import io.dynamo.server.node.Node;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The generator against a real node, in this process. */
class LoadCommandTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final CommandLine command =
      new CommandLine(new LoadCommand()).setOut(new PrintWriter(out));

  @Test
  void everyOperationOnAHealthyNodeIsOkAndAllIsThereAfterwards() throws Exception {
    Node node = startNode();
    String ledger = directory.resolve("ledger").toString();
    String nodes = "127.0.0.1:" + node.ports().client();
    try {
      int code =
          command.execute(
              "--nodes",
              nodes,
              "--rate",
              "200",
              "--seconds",
              "2",
              "--warmup-seconds",
              "1",
              "--keys",
              "50",
              "--json",
              "--ledger",
              ledger);
      JsonObject report = new JsonObject(out.toString());
      assertThat(code).as(out.toString()).isZero();
      assertThat(report.getBoolean("addsUp")).isTrue();
      assertThat(report.getJsonObject("whole").getLong("attempts")).isEqualTo(400);
      assertThat(report.getJsonObject("whole").getLong("ok")).isEqualTo(400);
      assertThat(report.getJsonObject("warmUp").getLong("attempts")).isEqualTo(200);
      out.getBuffer().setLength(0);
      assertThat(command.execute("check", "--nodes", nodes, "--ledger", ledger)).isZero();
      assertThat(out.toString()).startsWith("keys 50, lost 0, unread 0, with siblings 0");
    } finally {
      node.stop();
    }
  }

  @Test
  void aWrongCommandLineIsRefused() {
    command.setErr(new PrintWriter(new StringWriter()));
    assertThat(command.execute("--rate", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(command.execute("--nodes", "nowhere")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(command.execute("--value-bytes", "1")).isEqualTo(CommandLine.ExitCode.USAGE);
  }

  private Node startNode() throws Exception {
    Providers providers = Providers.find(Path.of("no-plugins"));
    int peerPort = freePort();
    ConfigSources sources =
        new ConfigSources(
            Map.of(
                Flag.NODE_ID, "n1",
                Flag.DATA, directory.resolve("n1").toString(),
                Flag.ENGINE, "memory",
                Flag.HTTP_PORT, "0",
                Flag.CLIENT_PORT, "0",
                Flag.PEER_PORT, Integer.toString(peerPort),
                Flag.INITIAL_MEMBERS, "n1=127.0.0.1:" + peerPort),
            List.of("cluster.replicas=1", "cluster.read-quorum=1", "cluster.write-quorum=1"),
            Map.of(),
            null);
    Node node = Node.start(new ConfigLoader(providers).load(sources), providers);
    node.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
    return node;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
