package io.dynamo.testkit.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.CheckpointFormat;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The tests of every {@link Partitioning}, over generated clusters of 1 to 24 members with weights
 * and zones, just created or changed in every way. How even a placement is belongs to the strategy
 * and is tested there.
 */
public abstract class PartitioningContract {
  private static final int CLUSTERS = 100;
  private static final int CHANGED_CLUSTERS = 15;

  /** The short name under which histories name the strategy. */
  protected abstract String name();

  /** A new strategy with its default settings. */
  protected abstract Partitioning partitioning();

  /** The fewest partitions that the strategy does with. */
  protected int leastPartitions() {
    return 1;
  }

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

  /** Rule M3: merging is set union, so the order in which events arrive does not matter. */
  @Test
  void theOrderInWhichEventsArriveDoesNotMatter() {
    forEachChangedCluster(
        (cluster, random) -> {
          List<MembershipEvent> events = cluster.history().events();
          Collections.shuffle(events, random);
          MembershipHistory arrived =
              new MembershipHistory(
                  cluster.history().clusterId(), List.of(cluster.history().create()));
          for (MembershipEvent event : events) {
            arrived = arrived.with(List.of(event));
          }
          Ring ring = partitioning().place(arrived);
          assertThat(ring.partitions()).isEqualTo(cluster.ring().partitions());
          assertThat(ring.digest()).isEqualTo(cluster.ring().digest());
        });
  }

  @Test
  void everyMovingPartitionHasOwnersEnoughNowAndLater() {
    forEachChangedCluster(
        (cluster, random) -> {
          Ring ring = cluster.ring();
          int placed = placed(cluster.history()).size();
          int replicas = cluster.history().settings().replicas();
          for (Partition partition : ring.partitions()) {
            assertThat(new LinkedHashSet<>(partition.futureOwners()))
                .hasSize(partition.futureOwners().size())
                .hasSize(Math.min(replicas, placed))
                .isSubsetOf(placed(cluster.history()));
          }
        });
  }

  /** Who keeps nothing yet could not answer for anything. */
  @Test
  void listsNameOwnersThenTheOtherMembersThatOwnSomething() {
    forEachChangedCluster(
        (cluster, random) -> {
          Ring ring = cluster.ring();
          TreeSet<NodeId> standIns = new TreeSet<>(placed(cluster.history()));
          standIns.removeIf(node -> ring.ownedBy(node).isEmpty());
          TreeSet<NodeId> founders = new TreeSet<>(standIns);
          cluster.history().create().members().forEach(member -> founders.add(member.id()));
          for (Partition partition : ring.partitions()) {
            List<NodeId> list = partition.preferenceList();
            assertThat(new LinkedHashSet<>(list)).hasSize(list.size()).containsAll(standIns);
            assertThat(founders).containsAll(list.subList(partition.owners().size(), list.size()));
          }
        });
  }

  @Test
  void handedOverPartitionsHaveTheOwnersThatTheyWereToHave() {
    forEachChangedCluster(
        (cluster, random) -> {
          Ring before = cluster.ring();
          cluster.handOver(partition -> partition.index() % 2 == 0);
          for (Partition partition : cluster.ring().partitions()) {
            Partition old = before.partitions().get(partition.index());
            assertThat(partition.futureOwners()).isEqualTo(old.futureOwners());
            if (old.isMoving() && partition.index() % 2 == 0) {
              assertThat(partition.owners()).isEqualTo(old.futureOwners());
              assertThat(partition.chain()).isNotEqualTo(old.chain());
            } else {
              assertThat(partition.owners()).isEqualTo(old.owners());
              assertThat(partition.digest()).isEqualTo(old.digest());
            }
          }
        });
  }

  /** Rule M2. */
  @Test
  void aCheckpointStandsForTheEventsInIt() {
    forEachChangedCluster(
        (cluster, random) -> {
          cluster.handOverAll();
          Ring ring = cluster.ring();
          Checkpoint checkpoint = partitioning().checkpoint(cluster.history());
          Checkpoint read = CheckpointFormat.decode(CheckpointFormat.encode(checkpoint));
          MembershipHistory folded = cluster.history().folded(read);
          Ring again = partitioning().place(folded);
          assertThat(again.partitions()).isEqualTo(ring.partitions());
          assertThat(again.digest()).isEqualTo(ring.digest());
          assertThat(partitioning().checkpoint(folded)).isEqualTo(checkpoint);

          MembershipEvent.Change next =
              new RandomChanges(random, 3, 4, 24).next(folded, cluster.nextId());
          assertThat(partitioning().plan(folded, next))
              .isEqualTo(partitioning().plan(cluster.history(), next));
        });
  }

  /** Rule H7. */
  @Test
  void aChangeThatIsCancelledAtOnceLeavesNoTrace() {
    forEachChangedCluster(
        (cluster, random) -> {
          Ring before = cluster.ring();
          Member joiner = new Member(new NodeId("joiner"), "127.0.0.1", 1, "zone-1", 3);
          EventId join = cluster.join(joiner);
          Ring joined = cluster.ring();
          cluster.cancel(join);
          for (Partition partition : cluster.ring().partitions()) {
            Partition old = before.partitions().get(partition.index());
            Partition between = joined.partitions().get(partition.index());
            assertThat(partition.owners()).isEqualTo(old.owners());
            assertThat(partition.futureOwners()).isEqualTo(old.futureOwners());
            assertThat(partition.preferenceList()).isEqualTo(old.preferenceList());
            if (!between.futureOwners().equals(old.futureOwners())) {
              assertThat(partition.digest()).isNotEqualTo(old.digest());
            }
          }
        });
  }

  @Test
  void aPlanIsWhatTheTokensThenDo() {
    forEachChangedCluster(
        (cluster, random) -> {
          cluster.handOverAll();
          Map<Integer, NodeId> expected = tokens(cluster);
          MembershipEvent.Change change =
              cluster.planned(
                  new RandomChanges(random, 1, 4, 24).next(cluster.history(), cluster.nextId()));
          for (Move move : change.plan()) {
            assertThat(expected.get(move.token())).isEqualTo(move.from());
            if (move.to() == null) {
              expected.remove(move.token());
            } else {
              expected.put(move.token(), move.to());
            }
          }
          cluster.add(List.of(change));
          cluster.handOverAll();
          assertThat(tokens(cluster)).isEqualTo(expected);
        });
  }

  private Map<Integer, NodeId> tokens(ChangingCluster cluster) {
    TreeMap<Integer, NodeId> tokens = new TreeMap<>();
    for (Checkpoint.Token token : partitioning().checkpoint(cluster.history()).tokens()) {
      tokens.put(token.token(), token.node());
    }
    return tokens;
  }

  @Test
  void theRingKnowsTheHistoryItCameFrom() {
    forEachCluster(
        history -> assertThat(partitioning().place(history).history()).isEqualTo(history));
  }

  private void forEachCluster(Consumer<MembershipHistory> test) {
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Random random = new Random(seed);
      int partitions = Math.max(1 << random.nextInt(10), leastPartitions());
      ClusterSettings settings = settings(partitions, 1 + random.nextInt(5));
      MembershipHistory history = history(settings, members(random));
      try {
        test.accept(history);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with seed " + seed + ", " + history, e);
      }
    }
  }

  /** Clusters after some changes of every kind, of whose moves some are carried out. */
  private void forEachChangedCluster(BiConsumer<ChangingCluster, Random> test) {
    for (long seed = 0; seed < CHANGED_CLUSTERS; seed++) {
      Random random = new Random(seed);
      RandomChanges changes =
          new RandomChanges(random, 1 + random.nextInt(5), 1 + random.nextInt(4), 24);
      ClusterSettings settings = settings(128 << random.nextInt(2), 1 + random.nextInt(5));
      List<Member> first = changes.members(1 + random.nextInt(15));
      ChangingCluster cluster =
          ChangingCluster.created(
              partitioning(),
              new MembershipEvent.Create(settings, first, first.size() == 1 ? 1L : null));
      try {
        for (int i = random.nextInt(7); i >= 0; i--) {
          EventId change = cluster.commit(changes.next(cluster.history(), cluster.nextId()));
          cluster.handOver(partition -> random.nextInt(3) > 0);
          if (random.nextInt(4) == 0) {
            cluster.cancel(change);
          }
          if (random.nextInt(3) == 0) {
            cluster.handOverAll();
          }
        }
        test.accept(cluster, random);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with seed " + seed + ", " + cluster.history(), e);
      }
    }
  }

  private static List<NodeId> placed(MembershipHistory history) {
    return history.members().stream()
        .map(Member::id)
        .filter(node -> history.standing(node) == Standing.MEMBER)
        .toList();
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
