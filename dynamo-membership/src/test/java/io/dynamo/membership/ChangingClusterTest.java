package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.ring.EvenTokens;
import io.dynamo.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A cluster that changes all the time, at all nodes, over a bad network, and folds when it can: its
 * ring is that of all events that ever were, as if nobody had folded (rules M2, M3).
 */
class ChangingClusterTest {
  private static final List<String> FIRST = List.of("n1", "n2", "n3", "n4");

  /** Somebody must be left to decide. */
  private static final List<NodeId> STAY = List.of(new NodeId("n1"), new NodeId("n2"));

  private final List<MembershipEvent> made = new ArrayList<>();
  private int joined;
  private int folds;
  private int cancels;

  @Seeds(3)
  void theRingIsThatOfAllEventsWhoeverFolds(long seed, RandomGenerator random) throws Exception {
    made.clear();
    joined = 0;
    GossipCluster cluster = new GossipCluster(seed, 4, new EvenTokens());
    cluster.runSeconds(4);
    for (int step = 0; step < 60; step++) {
      Runnable heal =
          random.nextInt(3) > 0 ? () -> {} : cluster.trouble(FIRST, FIRST, GossipCluster.BAD);
      GossipCluster.Node node = anyOf(cluster, random);
      change(cluster, node, random);
      handOver(anyOf(cluster, random), random.nextInt(3) == 0 ? 0.5 : 1, random);
      cluster.runSeconds(random.nextInt(4) == 0 ? 15 : random.nextDouble());
      heal.run();
      stopWhoLeft(cluster);
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
    folds += now.checkpoint() == null ? 0 : 1;
    if (seed == 3) {
      assertThat(folds).as("seeds that folded").isPositive();
      assertThat(cancels).as("changes taken back").isPositive();
    }
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
}
