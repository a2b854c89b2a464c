package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.ring.EvenTokens;
import io.dynamo.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A cluster that changes all the time, at all nodes, over a bad network, and folds when it can: its
 * ring is that of all events that ever were, as if nobody had folded (rules M2, M3).
 */
class ChangingClusterTest {
  private static final List<String> FIRST = List.of("n1", "n2", "n3", "n4");

  /** So many events are folded already. */
  private static final int FEW = 5;

  private static final int SEEDS = 5;

  /** Somebody must be left to decide. */
  private static final List<NodeId> STAY = List.of(new NodeId("n1"), new NodeId("n2"));

  private final List<MembershipEvent> made = new ArrayList<>();
  private int joined;
  private int folds;
  private int cancels;

  @Seeds(SEEDS)
  void theRingIsThatOfAllEventsWhoeverFolds(long seed, RandomGenerator random) throws Exception {
    made.clear();
    joined = 0;
    GossipCluster cluster = new GossipCluster(seed, 4, new Remembered(), FEW);
    cluster.runSeconds(4);
    for (int step = 0; step < 40; step++) {
      Runnable heal =
          random.nextInt(3) > 0 ? () -> {} : cluster.trouble(FIRST, FIRST, GossipCluster.BAD);
      GossipCluster.Node node = anyOf(cluster, random);
      change(cluster, node, random);
      handOver(anyOf(cluster, random), random.nextInt(3) == 0 ? 0.5 : 1, random);
      cluster.runSeconds(random.nextInt(4) == 0 ? 15 : random.nextDouble());
      heal.run();
      stopWhoLeft(cluster);
      folds += (int) folded(cluster);
    }
    cluster.runSeconds(60);
    cluster.nodes.values().removeIf(node -> node.result == null);
    stopWhoLeft(cluster);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.rings()).hasSize(1);
    MembershipHistory now = cluster.histories().get(0);
    MembershipHistory all = cluster.created.with(made);
    assertThat(now).as("nothing is lost").isEqualTo(all);
    assertThat(cluster.rings()).containsExactly(new EvenTokens().place(all).digest());
    if (seed == SEEDS) {
      assertThat(folds).as("nodes with a checkpoint, step by step").isPositive();
      assertThat(cancels).as("changes taken back").isPositive();
    }
  }

  private static long folded(GossipCluster cluster) {
    return FIRST.stream().filter(name -> cluster.node(name).history().checkpoint() != null).count();
  }

  /** One that decides: a first member that has not left. */
  private static GossipCluster.Node anyOf(GossipCluster cluster, RandomGenerator random) {
    List<GossipCluster.Node> deciding =
        FIRST.stream()
            .map(cluster::node)
            .filter(node -> node.history().member(node.id) != null)
            .toList();
    return deciding.get(random.nextInt(deciding.size()));
  }

  /** As a node's process does when it is told that it is no member any more. */
  private static void stopWhoLeft(GossipCluster cluster) {
    for (GossipCluster.Node node : cluster.nodes.values()) {
      if (!node.removed.isEmpty() && node.time.isRunning()) {
        cluster.stop(node.id.value());
      }
    }
  }

  private void change(GossipCluster cluster, GossipCluster.Node node, RandomGenerator random) {
    ChangeRequest request = request(cluster, node, random);
    try {
      MembershipHistory before = node.history();
      if (node.commit(request) instanceof CommitResult.Committed) {
        cancels += request instanceof ChangeRequest.Cancel ? 1 : 0;
        remember(node, before);
      }
    } catch (ChangeRefusedException refused) {
      assertThat(refused.reason()).isNotEmpty();
    }
  }

  private ChangeRequest request(
      GossipCluster cluster, GossipCluster.Node node, RandomGenerator random) {
    List<NodeId> members = node.history().members().stream().map(member -> member.id()).toList();
    NodeId subject = members.get(random.nextInt(members.size()));
    List<MembershipEvent.Change> changes = node.history().changes();
    int kind = random.nextInt(5);
    if (kind == 0 && joined < 4) {
      cluster.start("n" + (5 + joined));
      return new ChangeRequest.Join(GossipCluster.member("n" + (5 + joined++)));
    } else if (kind == 1 && !changes.isEmpty()) {
      return new ChangeRequest.Cancel(changes.get(random.nextInt(changes.size())).id());
    } else if (kind == 2) {
      return new ChangeRequest.SetZone(subject, "z" + random.nextInt(3));
    } else if (kind == 3 && !STAY.contains(subject)) {
      return new ChangeRequest.Leave(subject);
    }
    return new ChangeRequest.SetWeight(subject, 1 + random.nextInt(4));
  }

  /** As the replication would, one partition at a time; a leaver that keeps nothing is gone. */
  private void handOver(GossipCluster.Node node, double part, RandomGenerator random) {
    for (Partition partition : node.membership().ring().moving()) {
      if (random.nextDouble() <= part) {
        MembershipHistory before = node.history();
        node.membership()
            .add(
                id ->
                    new MembershipEvent.HandedOver(
                        id, partition.index(), partition.owners(), partition.futureOwners()));
        remember(node, before);
      }
    }
    Ring ring = node.membership().ring();
    if (node.history().standing(node.id) == Standing.LEAVING && ring.heldBy(node.id).isEmpty()) {
      MembershipHistory before = node.history();
      node.membership().add(MembershipEvent.Gone::new);
      remember(node, before);
    }
  }

  private void remember(GossipCluster.Node node, MembershipHistory before) {
    List<MembershipEvent> events = new ArrayList<>(node.history().events());
    events.removeAll(before.events());
    made.addAll(events);
  }

  /** What production does, but once for all nodes that have the same history. */
  private static final class Remembered implements Partitioning {
    private final EvenTokens placement = new EvenTokens();
    private final Map<List<?>, Ring> rings = new HashMap<>();

    @Override
    public Ring place(MembershipHistory history) {
      Checkpoint checkpoint = history.checkpoint();
      long foldedUpTo = checkpoint == null ? 0 : checkpoint.lamportTime();
      return rings.computeIfAbsent(
          List.of(history.digest(), foldedUpTo), key -> placement.place(history));
    }

    @Override
    public List<Move> plan(MembershipHistory history, MembershipEvent.Change change) {
      return placement.plan(history, change);
    }

    @Override
    public Checkpoint checkpoint(MembershipHistory history) {
      return placement.checkpoint(history);
    }
  }
}
