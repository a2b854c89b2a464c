package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.ring.EvenTokens;
import io.dynamo.testkit.Seeds;
import io.dynamo.testkit.network.LinkQuality;
import java.util.List;
import java.util.random.RandomGenerator;

/** The same with the placement of production: equal histories, equal rings (rule M3). */
class RealPlacementTest {
  private static final List<String> LEFT = List.of("n1", "n2", "n6");
  private static final List<String> RIGHT = List.of("n3", "n4", "n5", "n7");

  @Seeds(30)
  void twoSidesOfACutThatPlanAndHandOverComeToOneRing(long seed, RandomGenerator random)
      throws Exception {
    GossipCluster cluster = new GossipCluster(seed, 5, new EvenTokens());
    cluster.runSeconds(4);
    Runnable heal = cluster.trouble(LEFT, RIGHT, LinkQuality.CUT);
    cluster.admit("n6", "n2");
    cluster.admit("n7", "n4");
    cluster.node("n3").commit(new ChangeRequest.SetWeight(new NodeId("n1"), 3));
    handOverSome(cluster.node("n1"), random);
    handOverSome(cluster.node("n5"), random);
    cluster.runSeconds(5);
    assertThat(cluster.histories()).hasSizeGreaterThan(1);
    heal.run();
    cluster.runSeconds(20);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.rings()).hasSize(1);
  }

  @Seeds(10)
  void whoHasFoldedAndWhoHasNotSeeOneRing(long seed) throws Exception {
    GossipCluster cluster = new GossipCluster(seed, 3, new EvenTokens());
    cluster.start("n4");
    cluster.runSeconds(4);
    cluster.admit("n4", "n2");
    cluster.runSeconds(4);
    GossipCluster.Node n1 = cluster.node("n1");
    handOverAll(n1);
    for (int i = 2; n1.history().events().size() < ClusterMembership.FOLD_EVENTS; i++) {
      n1.add(new MembershipEvent.Address(n1.history().next(n1.id), "h" + i, 8402));
    }
    cluster.node("n3").commit(new ChangeRequest.SetZone(new NodeId("n2"), "z"));
    handOverAll(n1);
    boolean apart = false;
    for (int i = 0; i < 300; i++) {
      cluster.runSeconds(0.1);
      apart |= folded(cluster) > 0 && folded(cluster) < 4;
    }
    assertThat(apart).as("somebody folded before another").isTrue();
    assertThat(folded(cluster)).isEqualTo(4);
    assertThat(cluster.rings()).hasSize(1);
    cluster.node("n2").commit(new ChangeRequest.Leave(new NodeId("n4")));
    cluster.runSeconds(10);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.rings()).hasSize(1);
    assertThat(n1.membership().ring().moving()).isNotEmpty();
  }

  private static long folded(GossipCluster cluster) {
    return cluster.nodes.values().stream()
        .filter(node -> node.history().checkpoint() != null)
        .count();
  }

  private static void handOverSome(GossipCluster.Node node, RandomGenerator random) {
    for (Partition partition : node.membership().ring().moving()) {
      if (random.nextBoolean()) {
        handOver(node, partition);
      }
    }
  }

  private static void handOverAll(GossipCluster.Node node) {
    node.membership().ring().moving().forEach(partition -> handOver(node, partition));
  }

  private static void handOver(GossipCluster.Node node, Partition partition) {
    node.membership()
        .add(
            id ->
                new MembershipEvent.HandedOver(
                    id, partition.index(), partition.owners(), partition.futureOwners()));
  }
}
