package io.dynamo.server.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.testkit.history.Invariant;
import io.dynamo.testkit.history.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clients are told holds through partitions, kills, a standstill and a full disk, with real
 * processes. One cluster of five serves all drills, each on keys of its own; after a drill that
 * failed the next gets a new one.
 *
 * <p>Skipped for who may not make network namespaces, but never for root.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterDrillTest {
  private static final int DRILLS = 7;
  private static final int NODES = 5;

  /** Longer than a silence that counts as down. */
  private static final Duration A_WHILE = Duration.ofMillis(2_500);

  private static final Duration NO_TIME = Duration.ZERO;
  private static final int SOME = 100;
  private static final int FEW = 20;
  private static final int LARGE_BYTES = 256 << 10;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  static Path directory;

  private static @Nullable DrillCluster running;
  private static int clusters;
  private static int passed;

  /** What happens in a drill before all heals and is judged. */
  private interface Events {
    void happen(DrillCluster cluster, Drill drill) throws IOException, InterruptedException;
  }

  @BeforeAll
  static void needsRoot() throws IOException {
    Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Assumptions.assumeTrue(user.equals(0), "network namespaces need root");
  }

  @AfterAll
  static void end() {
    DrillCluster last = running;
    running = null;
    if (last != null) {
      last.close();
    }
  }

  private static DrillCluster cluster() throws IOException {
    DrillCluster cluster = running;
    if (cluster == null) {
      Path place = Files.createDirectory(directory.resolve("cluster" + ++clusters));
      cluster = DrillCluster.prepare(NODES, place);
      running = cluster;
      cluster.start();
      cluster.awaitReady();
      cluster.awaitWhole();
    }
    return cluster;
  }

  private static void drill(String name, Events events) throws IOException, InterruptedException {
    boolean well = false;
    try (Drill drill = new Drill(cluster(), name)) {
      events.happen(cluster(), drill);
      drill.settleAndPass();
      passed++;
      well = true;
    } finally {
      if (!well) {
        end();
      }
    }
  }

  @Test
  @Order(1)
  void bothSidesOfAPartitionAreWrittenAndNothingIsLost() throws IOException, InterruptedException {
    drill(
        "partition",
        (cluster, drill) -> {
          Writer majority = drill.write(0, 1, 2, 3, 4);
          Writer minority = drill.write(1, 5);
          drill.await(FEW, NO_TIME, majority, minority);
          long before = cluster.hintsTaken(1, 2, 3, 4);
          long beforeAlone = cluster.hintsTaken(5);
          cluster.isolate(5);
          drill.await(SOME, A_WHILE, majority, minority);
          assertThat(cluster.hintsTaken(1, 2, 3, 4)).isGreaterThan(before);
          assertThat(cluster.hintsTaken(5)).isGreaterThan(beforeAlone);
          cluster.network().heal();
          drill.await(FEW, NO_TIME, majority, minority);
        });
  }

  @Test
  @Order(2)
  void aNodeThatIsHeardByNoneOfTwoOthersLosesNothing() throws IOException, InterruptedException {
    drill(
        "oneway",
        (cluster, drill) -> {
          Writer all = drill.write(0, 1, 2, 3, 4, 5);
          Writer deaf = drill.write(0, 1, 2);
          Writer unheard = drill.write(0, 5);
          drill.await(FEW, NO_TIME, all, deaf, unheard);
          long before = cluster.hintsTaken(1, 2, 3, 4, 5);
          cluster.network().cutOneWay(5, 1);
          cluster.network().cutOneWay(5, 2);
          drill.await(SOME, A_WHILE, all, deaf, unheard);
          assertThat(cluster.hintsTaken(1, 2, 3, 4, 5)).isGreaterThan(before);
          cluster.network().heal();
          drill.await(FEW, NO_TIME, all, deaf, unheard);
        });
  }

  @Test
  @Order(3)
  void twoOfFiveNodesKilledWhileWritingLoseNothing() throws IOException, InterruptedException {
    drill(
        "kill",
        (cluster, drill) -> {
          Writer all = drill.write(0, 1, 2, 3, 4, 5);
          Writer living = drill.write(0, 1, 2, 3);
          drill.await(SOME, NO_TIME, all, living);
          long before = cluster.hintsTaken(1, 2, 3);
          cluster.node(4).kill();
          cluster.node(5).kill();
          drill.await(SOME, NO_TIME, all, living);
          assertThat(cluster.hintsTaken(1, 2, 3)).isGreaterThan(before);
          cluster.start();
          cluster.awaitReady();
          drill.await(FEW, NO_TIME, all, living);
        });
  }

  @Test
  @Order(4)
  void aNodeThatStandsStillForAWhileLosesNothing() throws IOException, InterruptedException {
    drill(
        "pause",
        (cluster, drill) -> {
          Writer all = drill.write(0, 1, 2, 3, 4, 5);
          Writer others = drill.write(0, 1, 2, 4, 5);
          drill.await(FEW, NO_TIME, all, others);
          long before = cluster.hintsTaken(1, 2, 4, 5);
          cluster.node(3).pause();
          drill.await(FEW, A_WHILE, all, others);
          assertThat(cluster.hintsTaken(1, 2, 4, 5)).isGreaterThan(before);
          cluster.node(3).resume();
          drill.await(FEW, NO_TIME, all, others);
        });
  }

  @Test
  @Order(5)
  void aFullDiskStopsNoWriteAndHealsWithRoom() throws IOException, InterruptedException {
    drill(
        "full",
        (cluster, drill) -> {
          DrillNode full = cluster.node(5);
          Writer all = drill.write(0, 1, 2, 3, 4, 5);
          drill.await(FEW, NO_TIME, all);
          cluster.disk().fill();
          try (RecordingClient large = drill.client(0, 1, 2, 3, 4, 5)) {
            for (int i = 0; full.metric("dynamo_batch_failures_total") == 0; i++) {
              assertThat(i).as("large puts before the disk is full").isLessThan(SOME);
              assertThat(large.put("full-large-" + i, false, LARGE_BYTES)).isTrue();
            }
          }
          drill.await(SOME, NO_TIME, all);
          assertThat(full.log()).contains("the disk is full");
          cluster.disk().free();
          drill.await(FEW, NO_TIME, all);
        });
  }

  @Test
  @Order(6)
  void allNodesKilledAtOnceLoseNothing() throws IOException, InterruptedException {
    drill(
        "blackout",
        (cluster, drill) -> {
          Writer first = drill.write(0, 1, 2, 3, 4, 5);
          Writer second = drill.write(0, 5, 4, 3, 2, 1);
          drill.await(SOME, NO_TIME, first, second);
          cluster.nodes().forEach(DrillNode::kill);
          cluster.start();
          cluster.awaitReady();
          drill.await(FEW, NO_TIME, first, second);
        });
  }

  /**
   * What shows that the judgement is worth something: here writes are lost indeed, and what they
   * had replaced elsewhere is back.
   */
  @Test
  @Order(7)
  void writesThatOnlyAWipedNodeHadAreFoundLost() throws IOException, InterruptedException {
    try (Drill drill = new Drill(cluster(), "wipe")) {
      DrillNode wiped = cluster().node(5);
      Writer alone = drill.write(1, 5);
      cluster().isolate(5);
      drill.await(SOME, NO_TIME, alone);
      wiped.kill();
      wiped.wipe();
      cluster().network().heal();
      cluster().start();
      assertThat(drill.settleAndCheck())
          .extracting(Violation::invariant)
          .contains(Invariant.LOST)
          .isSubsetOf(Invariant.LOST, Invariant.RESURRECTED);
      passed++;
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void allDrillsRan() {
    assertThat(passed).isEqualTo(DRILLS);
  }
}
