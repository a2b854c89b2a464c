package io.dynamo.server.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two sides of a cut each admit a node, with real processes in network namespaces of their own:
 * when it heals there is one history and one ring, nobody has to do anything, and nothing is lost
 * (rules M2, M3, section H).
 */
class TwoJoinsDrillTest {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final int INITIAL = 4;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path directory;

  @Test
  void bothSidesOfACutAdmitANodeAndBecomeOneCluster() throws IOException, InterruptedException {
    Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Assumptions.assumeTrue(user.equals(0), "network namespaces need root");
    try (DrillCluster cluster = DrillCluster.prepare(INITIAL + 2, directory)) {
      cluster.startFirst(INITIAL);
      awaitCandidates(cluster, 1, "n5", "n6");
      awaitCandidates(cluster, INITIAL, "n5", "n6");
      try (Drill drill = new Drill(cluster, "two-joins")) {
        Writer left = drill.write(1, 1, 2);
        Writer right = drill.write(1, 3, 4);
        drill.await(20, Duration.ZERO, left, right);

        cluster.cutOff(1, 2, 5);
        drill.await(20, Duration.ofSeconds(3), left, right);
        admit(cluster, 1, "n5");
        admit(cluster, 3, "n6");
        drill.await(40, Duration.ofSeconds(5), left, right);
        assertThat(histories(cluster)).hasSizeGreaterThan(1);

        cluster.network().heal();
        drill.await(40, Duration.ofSeconds(1), left, right);
        Poll.until(
            () -> "one history, and nothing moves: " + histories(cluster) + "\n" + cluster.logs(),
            LONGEST,
            () -> histories(cluster).size() == 1 && moving(cluster) == 0);
        assertThat(members(cluster)).containsExactly("n1", "n2", "n3", "n4", "n5", "n6");
        drill.settleAndPass();
      }
    }
  }

  private static void awaitCandidates(DrillCluster cluster, int at, String... names) {
    Poll.until(
        () -> List.of(names) + " wait at n" + at + "\n" + cluster.logs(),
        LONGEST,
        () -> {
          DrillNode.Answer answer = cluster.node(at).ask("/admin/membership");
          return answer != null
              && answer.status() == 200
              && List.of(names).stream().allMatch(name -> waits(answer.body(), name));
        });
  }

  private static boolean waits(String body, String name) {
    return names(new JsonObject(body).getJsonArray("waiting")).contains(name);
  }

  private static void admit(DrillCluster cluster, int at, String node) {
    JsonObject order = new JsonObject().put("change", "join").put("node", node);
    JsonObject plan = cluster.node(at).post("/admin/membership/plan", order);
    cluster.node(at).post("/admin/membership/commit", order.put("plan", plan.getString("plan")));
  }

  /** The digests of the histories that nodes have. */
  private static Set<String> histories(DrillCluster cluster) {
    TreeSet<String> histories = new TreeSet<>();
    for (DrillNode node : cluster.nodes()) {
      histories.add(membership(node).getString("history", "none of " + node.name()));
    }
    return histories;
  }

  private static List<String> members(DrillCluster cluster) {
    return List.copyOf(names(membership(cluster.node(1)).getJsonArray("members")));
  }

  private static int moving(DrillCluster cluster) {
    return cluster.nodes().stream()
        .mapToInt(node -> membership(node).getInteger("movingPartitions", 1000))
        .sum();
  }

  private static JsonObject membership(DrillNode node) {
    DrillNode.Answer answer = node.ask("/admin/membership");
    return answer == null || answer.status() != 200
        ? new JsonObject()
        : new JsonObject(answer.body());
  }

  private static Set<String> names(JsonArray entries) {
    TreeSet<String> names = new TreeSet<>();
    for (int i = 0; i < entries.size(); i++) {
      names.add(entries.getJsonObject(i).getString("node"));
    }
    return names;
  }
}
