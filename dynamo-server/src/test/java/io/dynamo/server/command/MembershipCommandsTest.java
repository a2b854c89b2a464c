package io.dynamo.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.server.config.ConfigLoader;
import io.dynamo.server.config.ConfigSources;
import io.dynamo.server.config.Flag;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.config.Providers;
import io.dynamo.server.node.Node;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types to see and change the membership, against a whole node of one. */
class MembershipCommandsTest {
  @TempDir static Path data;

  private static Node node;
  private static int freePeerPort;

  @BeforeAll
  static void start() throws Exception {
    int peerPort = freePort();
    freePeerPort = freePort();
    Providers providers = Providers.find(Path.of("no-plugins"));
    NodeConfig config =
        new ConfigLoader(providers)
            .load(
                new ConfigSources(
                    Map.of(
                        Flag.NODE_ID, "n1",
                        Flag.DATA, data.toString(),
                        Flag.ENGINE, "memory",
                        Flag.HTTP_PORT, "0",
                        Flag.CLIENT_PORT, "0",
                        Flag.PEER_PORT, Integer.toString(peerPort),
                        Flag.INITIAL_MEMBERS, "n1=127.0.0.1:" + peerPort),
                    List.of(
                        "cluster.partitions=32",
                        "cluster.replicas=1",
                        "cluster.read-quorum=1",
                        "cluster.write-quorum=1"),
                    Map.of(),
                    null));
    node = Node.start(config, providers);
    node.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    node.stop();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void planShowsWhatWouldMoveAndChangesNothing() {
    String before = history();
    Shell.Result plan = run("join", newcomer("n2"), "--plan");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.text())
        .contains("plan to admit n2")
        .containsPattern("node n1 +32 +16\n")
        .containsPattern("node n2 +0 +16\n")
        .contains("16 copies of partitions are to be made")
        .contains("warning: n2=127.0.0.3:" + freePeerPort + " has not asked this node");
    JsonObject json = run("join", newcomer("n2"), "--plan", "--json").json();
    assertThat(plan.text()).endsWith("plan " + json.getString("plan") + "\n");
    assertThat(history()).isEqualTo(before);
  }

  @Test
  void aChangeIsPlannedCommittedSeenAndTakenBack() {
    String digest = run("join", newcomer("n3"), "--plan", "--json").json().getString("plan");
    Shell.Result other = run("join", newcomer("n4"), "--commit", digest);
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err()).contains("nothing was changed: ");

    Shell.Result committed = run("join", newcomer("n3"), "--commit", digest);
    assertThat(committed.exitCode()).as(committed.err()).isZero();
    String event = committed.text().replaceAll("^committed as event (\\S+);.*\\n", "$1");
    Shell.Result members = run("members");
    assertThat(members.text())
        .contains("16 partitions are moving")
        .containsPattern("n3 +member +127.0.0.4:" + freePeerPort)
        .contains("pending join n3, 16 partitions to go: dynamo cancel " + event);
    assertThat(run("moves", "--json").json().getJsonArray("nodes")).hasSize(1);

    Shell.Result again = run("join", newcomer("n3"), "--commit", digest);
    assertThat(again.err()).contains("n3 is a member already");
    Shell.Result cancelled = run("cancel", event, "--yes");
    assertThat(cancelled.exitCode()).as(cancelled.err()).isZero();
    assertThat(run("members").text())
        .contains("0 partitions are moving")
        .containsPattern("n3 +leaving ")
        .doesNotContain("pending");
  }

  @Test
  void thePersonAtTheTerminalIsAsked() {
    String zoned = "zone n1 west --node " + http();
    Shell.Result no = Shell.runAtTerminal("n\n", zoned.split(" "));
    assertThat(no.exitCode()).isEqualTo(1);
    assertThat(no.text()).contains("plan to put n1 into the zone west");
    assertThat(no.err()).contains("Commit? [y/N] ").contains("nothing was changed");
    assertThat(Shell.runAtTerminal("", zoned.split(" ")).exitCode()).isEqualTo(1);
    Shell.Result yes = Shell.runAtTerminal("y\n", zoned.split(" "));
    assertThat(yes.exitCode()).as(yes.err()).isZero();
    assertThat(run("members").text()).containsPattern("n1 +member .* west ");
  }

  @Test
  void whereNobodyCanBeAskedNothingIsChangedUnlessItIsSaid() {
    String before = history();
    Shell.Result silent = run("weight", "n1", "7");
    assertThat(silent.exitCode()).isEqualTo(2);
    assertThat(silent.text()).contains("plan to give n1 the weight 7");
    assertThat(silent.err()).contains("say --commit DIGEST or --yes");
    assertThat(run("weight", "n1", "7", "--json").exitCode()).isEqualTo(2);
    assertThat(history()).isEqualTo(before);
  }

  @Test
  void whatCannotBeDoneSaysWhyAndEndsWithItsCode() {
    Shell.Result unknown = run("leave", "n9", "--yes");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("there is no member n9");
    Shell.Result last = run("leave", "n1", "--yes");
    assertThat(last.err()).contains("n1 cannot leave");
    assertThat(run("remove", "n1", "--yes").err()).contains("n1 is up");
    assertThat(run("join", "n7", "--plan").err()).contains("n7 has not asked this node");
    assertThat(run("replace", "n1", newcomer("n7"), "--plan").err()).contains("n1 is up");
    assertThat(run("cancel", "seven", "--plan").err()).contains("such as 17@n2");
    assertThat(run("weight", "n1", "0", "--plan").err()).contains("weight must be a number");
  }

  @Test
  void wrongCommandLinesAreUsageAndAbsentNodesUnavailable() {
    assertThat(run("join", "n 4").exitCode()).isEqualTo(2);
    assertThat(run("join", "n4=nowhere").exitCode()).isEqualTo(2);
    assertThat(run("join", "a=h:1,b=h:2").exitCode()).isEqualTo(2);
    assertThat(run("join", "n4", "--plan", "--yes").exitCode()).isEqualTo(2);
    assertThat(run("weight", "n1", "much").exitCode()).isEqualTo(2);
    assertThat(Shell.run("members", "--node", "127.0.0.1:1").exitCode()).isEqualTo(5);
    assertThat(Shell.run("leave", "n1", "--yes", "--node", "127.0.0.1:1").exitCode()).isEqualTo(5);
    Shell.Result moves = Shell.run("moves", "--node", http(), "--node", "127.0.0.1:1");
    assertThat(moves.exitCode()).isEqualTo(5);
    assertThat(moves.text()).contains("127.0.0.1:1  no answer");
  }

  /** Each at an address of its own, where nobody is. */
  private static String newcomer(String id) {
    return id + "=127.0.0." + (1 + Integer.parseInt(id.substring(1))) + ":" + freePeerPort;
  }

  private static String history() {
    return run("members", "--json").json().getString("history");
  }

  private static String http() {
    return "127.0.0.1:" + node.ports().http();
  }

  private static Shell.Result run(String... arguments) {
    String[] line = Arrays.copyOf(arguments, arguments.length + 2);
    line[arguments.length] = "--node";
    line[arguments.length + 1] = http();
    return Shell.run(line);
  }
}
