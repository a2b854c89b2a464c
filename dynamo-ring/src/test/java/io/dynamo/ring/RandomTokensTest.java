package io.dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.MapSettings;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.testkit.partitioning.ChangingCluster;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Strategies 1 and 2 of the paper (Dynamo §6.2), by example. */
class RandomTokensTest {
  private static final List<Member> NODES = Clusters.equalMembers(12);
  private static final int LEAVES_OF_A_PARTITION = 65_536 / 1024;

  @Test
  void aNodeHasTokensForItsWeight() {
    List<Member> members = new ArrayList<>(NODES);
    members.set(3, Clusters.member("n04", "", 5));
    for (Partitioning strategy : both(8)) {
      Checkpoint checkpoint = strategy.checkpoint(cluster(strategy, members).history());

      assertThat(checkpoint.tokens()).hasSize(11 * 8 + 5 * 8);
      assertThat(checkpoint.tokens())
          .filteredOn(token -> token.node().equals(new NodeId("n04")))
          .hasSize(40);
    }
  }

  /** The range of a partition ends at a token, or the walk begins at the end of the partition. */
  @Test
  void aPartitionBelongsToTheDistinctNodesMetFromItsEnd() {
    ChangingCluster one = cluster(RandomTokens.cuttingRanges(8), NODES);
    ChangingCluster two = cluster(RandomTokens.onEvenPartitions(8), NODES);
    for (Partition partition : one.ring().partitions()) {
      assertThat(partition.owners())
          .isEqualTo(met(RandomTokens.cuttingRanges(8).checkpoint(one.history()), partition, 1));
    }
    for (Partition partition : two.ring().partitions()) {
      Checkpoint checkpoint = RandomTokens.onEvenPartitions(8).checkpoint(two.history());
      assertThat(partition.owners()).isEqualTo(met(checkpoint, partition, LEAVES_OF_A_PARTITION));
    }
  }

  private static List<NodeId> met(Checkpoint checkpoint, Partition partition, int width) {
    int end = (partition.index() + 1) * width;
    LinkedHashSet<NodeId> met = new LinkedHashSet<>();
    checkpoint.tokens().stream()
        .filter(token -> token.token() >= end)
        .forEach(token -> met.add(token.node()));
    checkpoint.tokens().forEach(token -> met.add(token.node()));
    return List.copyOf(met).subList(0, 3);
  }

  @Test
  void aJoinerBringsTokensAlongAndALeaverTakesThemAway() {
    for (Partitioning strategy : both(8)) {
      ChangingCluster cluster = cluster(strategy, NODES.subList(0, 11));
      Ring before = cluster.ring();
      MembershipEvent.Change join =
          cluster.planned(new MembershipEvent.Join(cluster.nextId(), NODES.get(11), List.of()));
      assertThat(join.plan())
          .hasSize(8)
          .allSatisfy(move -> assertThat(move.from()).isNull())
          .allSatisfy(move -> assertThat(move.to()).isEqualTo(NODES.get(11).id()));
      cluster.add(List.of(join));
      cluster.handOverAll();
      new ChangeChecker(before, cluster.ring(), join).checkOnlyTheSubjectMoves();

      Ring joined = cluster.ring();
      cluster.leave(NODES.get(2).id());
      MembershipEvent.Change leave = cluster.history().changes().get(1);
      assertThat(leave.plan())
          .hasSize(8)
          .allSatisfy(move -> assertThat(move.from()).isEqualTo(NODES.get(2).id()))
          .allSatisfy(move -> assertThat(move.to()).isNull());
      cluster.handOverAll();
      new ChangeChecker(joined, cluster.ring(), leave).checkOnlyTheSubjectMoves();
    }
  }

  @Test
  void ofANodeWithAnotherWeightOnlySomeTokensChange() {
    for (Partitioning strategy : both(8)) {
      ChangingCluster cluster = cluster(strategy, NODES);
      cluster.weight(NODES.get(0).id(), 3);
      assertThat(cluster.history().changes().get(0).plan())
          .hasSize(16)
          .allSatisfy(move -> assertThat(move.from()).isNull());
      cluster.weight(NODES.get(0).id(), 2);
      assertThat(cluster.history().changes().get(1).plan())
          .hasSize(8)
          .allSatisfy(move -> assertThat(move.to()).isNull());
    }
  }

  @Test
  void twoClustersHaveOtherTokens() {
    RandomTokens strategy = RandomTokens.cuttingRanges(8);
    ChangingCluster one = cluster(strategy, NODES);
    ChangingCluster other = cluster(strategy, NODES.subList(0, 11));

    assertThat(strategy.checkpoint(one.history()).tokens())
        .doesNotContainAnyElementsOf(strategy.checkpoint(other.history()).tokens().subList(0, 10));
  }

  @Test
  void withoutAPlaceForAnyTokenOfANodeThereIsAClearError() {
    ClusterSettings settings = settings(16);
    MembershipEvent.Create create = new MembershipEvent.Create(settings, NODES, null);
    ChangingCluster cluster = ChangingCluster.created(RandomTokens.cuttingRanges(8), create);

    assertThatThrownBy(cluster::ring)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no place for a token of n03: all 16 are taken");
  }

  @Test
  void whatIsOfferedHasEightTokensForEachUnitOfWeight() {
    Partitioning strategy = new RandomTokensProvider().create(MapSettings.EMPTY);

    int weights = NODES.stream().mapToInt(Member::weight).sum();
    assertThat(strategy.checkpoint(cluster(strategy, NODES).history()).tokens())
        .hasSize(8 * weights);
  }

  private static List<Partitioning> both(int tokensPerWeight) {
    return List.of(
        RandomTokens.cuttingRanges(tokensPerWeight),
        RandomTokens.onEvenPartitions(tokensPerWeight));
  }

  private static ClusterSettings settings(int partitions) {
    return new ClusterSettings("test", partitions, 3, 1, 1, "random", "any", 16);
  }

  private static ChangingCluster cluster(Partitioning strategy, List<Member> members) {
    return ChangingCluster.created(
        strategy, new MembershipEvent.Create(settings(1024), members, null));
  }
}
