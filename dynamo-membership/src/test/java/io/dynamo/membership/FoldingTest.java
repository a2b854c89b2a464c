package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.testkit.Seeds;
import io.dynamo.testkit.network.LinkQuality;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Old events go into a checkpoint once every member has them (rule M2). */
class FoldingTest {
  private static final List<String> THREE = List.of("n1", "n2", "n3");

  @Test
  void whatAllHaveIsFolded() {
    GossipCluster cluster = withManyEvents(1);
    MembershipHistory before = cluster.node("n1").history();
    for (String name : THREE) {
      before = before.with(cluster.node(name).history().events());
    }
    cluster.runSeconds(30);

    for (String name : THREE) {
      MembershipHistory folded = cluster.node(name).history();
      assertThat(folded).isEqualTo(before);
      assertThat(folded.events()).isEmpty();
      assertThat(folded.checkpoint()).isNotNull();
      assertThat(new HistoryLog(cluster.log(name)).read().events()).isEmpty();
    }
    assertThat(cluster.rings()).hasSize(1);
  }

  @Test
  void nothingIsFoldedWhileAMemberIsDownOrAPartitionMoves() throws Exception {
    GossipCluster cluster = withManyEvents(2);
    cluster.stop("n3");
    cluster.runSeconds(60);
    assertThat(cluster.node("n1").history().checkpoint()).isNull();
    cluster.start("n3");
    cluster.start("n4");
    cluster.runSeconds(2);
    assertThat(cluster.node("n1").history().checkpoint()).isNull();
    cluster.admit("n4", "n2");
    cluster.runSeconds(60);
    assertThat(cluster.node("n1").history().checkpoint()).as("partitions move").isNull();
    handOverAll(cluster.node("n1"));
    cluster.runSeconds(60);

    assertThat(cluster.histories()).hasSize(1);
    cluster.nodes.values().forEach(node -> assertThat(node.history().checkpoint()).isNotNull());
  }

  @Seeds(50)
  void whoHasFoldedAndWhoHasNotGoOnTogether(long seed) {
    GossipCluster cluster = withManyEvents(seed);
    untilOneHasFolded(cluster);
    assertThat(cluster.histories()).hasSize(1);
    for (String name : THREE) {
      weight(cluster.node(name), 50);
    }
    cluster.runSeconds(10);
    weight(cluster.node("n2"), 60);
    cluster.runSeconds(10);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.rings()).hasSize(1);
    assertThat(cluster.node("n1").history().member(new NodeId("n2")).weight()).isEqualTo(60);
  }

  @Test
  void aJoinerAdoptsTheCheckpoint() throws Exception {
    GossipCluster cluster = withManyEvents(3);
    cluster.runSeconds(30);
    GossipCluster.Node n4 = cluster.start("n4");
    cluster.runSeconds(3);
    cluster.admit("n4", "n2");
    cluster.runSeconds(10);

    assertThat(n4.result).isInstanceOf(FormingResult.Adopted.class);
    assertThat(n4.history().checkpoint()).isNotNull();
    assertThat(cluster.histories()).hasSize(1);
    weight(n4, 4);
    cluster.runSeconds(10);
    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.histories().get(0).member(n4.id).weight()).isEqualTo(4);
  }

  /** A log of before the fold comes back: what was folded since cannot be told one by one. */
  @Test
  void whoLacksWhatOthersHaveFoldedTakesTheCheckpoint() {
    GossipCluster cluster = new GossipCluster(4, 3);
    cluster.runSeconds(3);
    byte[] old = cluster.log("n3").read("history");
    addMany(cluster);
    cluster.runSeconds(40);
    assertThat(cluster.node("n1").history().checkpoint()).isNotNull();
    cluster.stop("n3");
    cluster.log("n3").write("history", old);
    cluster.start("n3");
    cluster.runSeconds(20);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.node("n3").history().checkpoint()).isNotNull();
  }

  /** ... and what its owner decided in the time that is gone is void, everywhere. */
  @Seeds(20)
  void whatAnOldLogHasBesidesTheCheckpointIsVoid(long seed) {
    GossipCluster cluster = new GossipCluster(seed, 4);
    cluster.runSeconds(3);
    byte[] old = cluster.log("n4").read("history");
    addMany(cluster);
    untilOneHasFolded(cluster);
    cluster.stop("n4");
    cluster.log("n4").write("history", old);
    cluster.trouble(List.of("n4"), THREE, LinkQuality.CUT);
    weight(cluster.start("n4"), 77);
    cluster.network.links().heal();
    cluster.runSeconds(60);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.rings()).hasSize(1);
  }

  @Test
  void ofTwoHistoriesTheLaterCheckpointIsKept() {
    GossipCluster cluster = withManyEvents(6);
    MembershipHistory ours = cluster.node("n1").history();
    Checkpoint checkpoint = new RotatingPartitioning().checkpoint(ours);
    MembershipHistory folded = ours.folded(checkpoint);
    MembershipEvent later =
        new MembershipEvent.Weight(folded.next(new NodeId("n2")), new NodeId("n2"), 99, List.of());

    for (MembershipHistory merged :
        List.of(
            HistoryKeeper.merged(ours, folded.with(List.of(later))),
            HistoryKeeper.merged(folded.with(List.of(later)), ours),
            HistoryKeeper.merged(ours.with(List.of(later)), folded))) {
      assertThat(merged).isEqualTo(ours.with(List.of(later)));
      assertThat(merged.checkpoint()).isEqualTo(checkpoint);
      assertThat(merged.events()).containsExactly(later);
    }
  }

  private static GossipCluster withManyEvents(long seed) {
    GossipCluster cluster = new GossipCluster(seed, 3);
    cluster.runSeconds(3);
    addMany(cluster);
    return cluster;
  }

  private static void addMany(GossipCluster cluster) {
    for (int i = 0; i < ClusterMembership.FOLD_EVENTS; i++) {
      weight(cluster.node(THREE.get(i % 3)), 2 + i % 7);
    }
  }

  private static void untilOneHasFolded(GossipCluster cluster) {
    for (int i = 0; i < 3000; i++) {
      cluster.runSeconds(0.02);
      if (cluster.nodes.values().stream().anyMatch(node -> checkpoint(node) != null)) {
        return;
      }
    }
    throw new AssertionError("nobody folds");
  }

  private static @Nullable Checkpoint checkpoint(GossipCluster.Node node) {
    return node.history().checkpoint();
  }

  private static void handOverAll(GossipCluster.Node node) {
    for (Partition partition : node.membership().ring().moving()) {
      node.membership()
          .add(
              id ->
                  new MembershipEvent.HandedOver(
                      id, partition.index(), partition.owners(), partition.futureOwners()));
    }
  }

  private static void weight(GossipCluster.Node node, int weight) {
    node.membership().add(id -> new MembershipEvent.Weight(id, node.id, weight, List.of()));
  }
}
