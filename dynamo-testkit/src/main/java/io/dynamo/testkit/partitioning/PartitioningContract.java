package io.dynamo.testkit.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The tests of every {@link Partitioning}, over generated clusters of 1 to 24 members with weights
 * and zones. How even a placement is belongs to the strategy and is tested there.
 */
public abstract class PartitioningContract {
  private static final int CLUSTERS = 100;

  /** The short name under which histories name the strategy. */
  protected abstract String name();

  /** A new strategy with its default settings. */
  protected abstract Partitioning partitioning();

  @Test
  void everyLeafIsInExactlyOnePartition() {
    forEachCluster(
        history -> {
          Ring ring = partitioning().place(history);
          int leafBits = history.settings().leafBits();
          int leaf = 0;
          for (Partition partition : ring.partitions()) {
            assertThat(partition.firstLeaf()).isEqualTo(leaf);
            leaf += partition.leaves();
          }
          assertThat(leaf).isEqualTo(1 << leafBits);
          for (int at = 0; at < leaf; at += 7) {
            Partition found = ring.partition(new Position((long) at << (64 - leafBits), -1));
            assertThat(at).isBetween(found.firstLeaf(), found.firstLeaf() + found.leaves() - 1);
          }
        });
  }

  @Test
  void everyPreferenceListHasAllMembersOnce() {
    forEachCluster(
        history -> {
          List<NodeId> members = history.members().stream().map(Member::id).toList();
          for (Partition partition : partitioning().place(history).partitions()) {
            assertThat(partition.preferenceList()).containsExactlyInAnyOrderElementsOf(members);
          }
        });
  }

  @Test
  void ownersAreDistinctNodesAndAsManyAsThereCanBe() {
    forEachCluster(
        history -> {
          int replicas = history.settings().replicas();
          for (Partition partition : partitioning().place(history).partitions()) {
            assertThat(new LinkedHashSet<>(partition.owners()))
                .hasSize(Math.min(replicas, history.members().size()));
          }
        });
  }

  /** Rule M3. */
  @Test
  void equalHistoriesGiveEqualRings() {
    Partitioning used = partitioning();
    forEachCluster(
        history -> {
          Ring ring = used.place(copy(history));
          Ring other = partitioning().place(history);
          assertThat(ring.partitions()).isEqualTo(other.partitions());
          assertThat(ring.digest()).isEqualTo(other.digest());
        });
  }

  @Test
  void anotherMemberGivesAnotherDigest() {
    forEachCluster(
        history -> {
          List<Member> members = new ArrayList<>(history.members());
          members.add(new Member(new NodeId("x"), "127.0.0.1", 1, "", 1));
          MembershipHistory grown = history(history.settings(), members);
          assertThat(partitioning().place(grown).digest())
              .isNotEqualTo(partitioning().place(history).digest());
        });
  }

  @Test
  void theRingKnowsTheHistoryItCameFrom() {
    forEachCluster(
        history -> assertThat(partitioning().place(history).history()).isEqualTo(history));
  }

  private void forEachCluster(Consumer<MembershipHistory> test) {
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Random random = new Random(seed);
      ClusterSettings settings = settings(1 << random.nextInt(10), 1 + random.nextInt(5));
      MembershipHistory history = history(settings, members(random));
      try {
        test.accept(history);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with seed " + seed + ", " + history, e);
      }
    }
  }

  private ClusterSettings settings(int partitions, int replicas) {
    return new ClusterSettings("contract", partitions, replicas, 1, 1, name(), "any", 12);
  }

  private static List<Member> members(Random random) {
    int count = 1 + random.nextInt(24);
    int zones = 1 + random.nextInt(5);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String zone = zones == 1 ? "" : "zone-" + random.nextInt(zones);
      members.add(
          new Member(new NodeId("n" + i), "127.0.0.1", 1000 + i, zone, 1 + random.nextInt(8)));
    }
    Collections.shuffle(members, random);
    return members;
  }

  private static MembershipHistory history(ClusterSettings settings, List<Member> members) {
    List<Member> sorted = members.stream().sorted().toList();
    MembershipEvent.Create create =
        new MembershipEvent.Create(settings, sorted, sorted.size() == 1 ? 1L : null);
    return new MembershipHistory(new ClusterId(1, 2), List.of(create));
  }

  /** The same history, made anew. */
  private static MembershipHistory copy(MembershipHistory history) {
    List<Member> members = new ArrayList<>(history.members());
    Collections.reverse(members);
    return history(history.settings(), members);
  }
}
