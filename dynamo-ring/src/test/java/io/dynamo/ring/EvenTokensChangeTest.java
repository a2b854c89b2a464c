package io.dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.testkit.partitioning.ChangingCluster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes of strategy 3 (Dynamo §6.2; rules M3, M4), by example. */
class EvenTokensChangeTest {
  private static final List<Member> NODES = Clusters.equalMembers(10);

  /** The way that a cluster usually goes, and back. */
  @Test
  void fromThreeNodesToEightAndBackEveryStepMovesTheLeastThatItCan() {
    ChangingCluster cluster = cluster(3);
    List<Integer> moved = new ArrayList<>();
    for (int nodes = 4; nodes <= 8; nodes++) {
      Ring before = cluster.ring();
      cluster.join(NODES.get(nodes - 1));
      moved.add(step(cluster, before, nodes));
    }
    for (int nodes = 7; nodes >= 3; nodes--) {
      Ring before = cluster.ring();
      cluster.leave(NODES.get(nodes).id());
      moved.add(step(cluster, before, nodes));
    }

    assertThat(moved).containsExactly(192, 155, 126, 108, 96, 96, 108, 126, 153, 192);
  }

  private static int step(ChangingCluster cluster, Ring before, int nodes) {
    cluster.handOverAll();
    Ring after = cluster.ring();
    MembershipEvent.Change change = cluster.history().changes().get(0);
    ChangeChecker checker = new ChangeChecker(before, after, change);
    checker.checkOwners();
    checker.checkMovesAreFew(1.05);
    double even = 3 * 256.0 / nodes;
    for (Member member : after.history().members()) {
      double copies = after.ownedBy(member.id()).size();
      assertThat(copies).isBetween(even - (nodes < 6 ? 1 : 3), even + (nodes < 6 ? 1 : 3));
    }
    return checker.moved();
  }

  @Test
  void untilItIsHandedOverAPartitionKeepsItsOwners() {
    ChangingCluster cluster = cluster(6);
    Ring before = cluster.ring();
    cluster.join(NODES.get(6));
    Ring joined = cluster.ring();

    assertThat(joined.moving()).hasSizeBetween(108, 111);
    for (int i = 0; i < 256; i++) {
      assertThat(joined.partitions().get(i).owners())
          .isEqualTo(before.partitions().get(i).owners());
      assertThat(joined.partitions().get(i).preferenceList())
          .doesNotContain(NODES.get(6).id())
          .hasSize(6);
    }
    Partition first = joined.moving().get(0);
    cluster.handOver(partition -> partition.index() == first.index());
    Partition handed = cluster.ring().partitions().get(first.index());
    assertThat(handed.owners()).isEqualTo(first.futureOwners());
    assertThat(handed.chain()).isNotZero();
    assertThat(handed.digest()).isNotEqualTo(first.digest());
    assertThat(cluster.ring().partitions())
        .allSatisfy(other -> assertThat(other.preferenceList()).contains(NODES.get(6).id()));
  }

  @Test
  void aHandOverFromOthersThanThePresentOwnersDoesNothing() {
    ChangingCluster cluster = cluster(6);
    Partition partition = cluster.ring().partitions().get(0);
    List<NodeId> others = List.of(NODES.get(5).id(), NODES.get(4).id(), NODES.get(3).id());
    assertThat(partition.owners()).isNotEqualTo(others);
    cluster.add(
        List.of(new MembershipEvent.HandedOver(cluster.nextId(), 0, others, List.of(id(1)))));

    assertThat(cluster.ring().partitions().get(0)).isEqualTo(partition);
  }

  @Test
  void aReplacementTakesExactlyTheTokensOfTheDead() {
    ChangingCluster cluster = cluster(6);
    Ring before = cluster.ring();
    cluster.replace(id(2), Clusters.member("n99", "", 4));
    cluster.handOverAll();

    for (int i = 0; i < 256; i++) {
      List<NodeId> owners = new ArrayList<>(before.partitions().get(i).owners());
      owners.replaceAll(node -> node.equals(id(2)) ? new NodeId("n99") : node);
      assertThat(cluster.ring().partitions().get(i).owners()).isEqualTo(owners);
    }
  }

  @Test
  void aRemovedNodeStaysAnOwnerUntilItsPartitionIsHandedOver() {
    ChangingCluster cluster = cluster(6);
    Ring before = cluster.ring();
    cluster.remove(id(2));
    Ring removed = cluster.ring();

    assertThat(removed.ownedBy(id(2))).hasSameSizeAs(before.ownedBy(id(2)));
    assertThat(removed.moving()).hasSameSizeAs(before.ownedBy(id(2)));
    for (Partition partition : removed.partitions()) {
      assertThat(partition.futureOwners()).doesNotContain(id(2));
      if (!partition.owners().contains(id(2))) {
        assertThat(partition.preferenceList()).doesNotContain(id(2));
      }
    }
  }

  /** Two leaves were planned at two nodes at once; each alone was well. */
  @Test
  void changesPlannedAtOnceAreBothCarriedOut() {
    ChangingCluster cluster = cluster(10);
    List<MembershipEvent> both = new ArrayList<>();
    for (int i : new int[] {4, 7}) {
      EventId id = new EventId(1, id(i));
      both.add(cluster.planned(new MembershipEvent.Leave(id, id(i), List.of())));
    }
    Ring before = cluster.ring();
    cluster.add(both);
    cluster.handOverAll();

    ChangeChecker checker =
        new ChangeChecker(before, cluster.ring(), cluster.history().changes().get(0));
    checker.checkOwners();
    checker.checkTokensApart(new EvenTokens().checkpoint(cluster.history()));
    checker.checkSharesWithin(3);
    assertThat(cluster.ring().ownedBy(id(4))).isEmpty();
    assertThat(cluster.ring().ownedBy(id(7))).isEmpty();
  }

  @Test
  void aChangeWithoutAPlanIsPlannedByWhoeverFoldsIt() {
    ChangingCluster cluster = cluster(6);
    MembershipEvent.Change join =
        new MembershipEvent.Join(cluster.nextId(), NODES.get(6), List.of());
    Ring planned = new EvenTokens().place(cluster.history().with(List.of(cluster.planned(join))));
    cluster.add(List.of(join));

    assertThat(cluster.ring().partitions()).isEqualTo(planned.partitions());
  }

  @Test
  void whatMakesNoSenseIsNotPlanned() {
    ChangingCluster cluster = cluster(1);

    assertThatThrownBy(() -> cluster.leave(id(9)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("n09 is no member");
    assertThatThrownBy(() -> cluster.leave(id(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("n01 is the last node");
  }

  @Test
  void whileSomethingMovesThereIsNoCheckpoint() {
    ChangingCluster cluster = cluster(4);
    cluster.join(NODES.get(4));
    assertThatThrownBy(() -> new EvenTokens().checkpoint(cluster.history()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("partitions are still on their way");
    cluster.handOverAll();
    cluster.leave(id(2));
    cluster.handOver(partition -> true);
    assertThatThrownBy(() -> new EvenTokens().checkpoint(cluster.history()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("n02 is still leaving");
  }

  private static NodeId id(int number) {
    return NODES.get(number - 1).id();
  }

  private static ChangingCluster cluster(int nodes) {
    return new ChangingCluster(
        new EvenTokens(), Clusters.history(Clusters.settings(256, 3), NODES.subList(0, nodes)));
  }
}
