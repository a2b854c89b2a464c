package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.ring.EvenTokens;
import io.dynamo.simulation.node.NodeSetup;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.simulation.node.Wrapping;
import io.dynamo.testkit.time.Chance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two clusters of one name, or nodes that place keys differently (rules M1, M2). */
class FormingTrapTest {
  private static final Chance CHANCE = new Chance(7);

  /** M1: whoever has no history forms only if all others say that they have none. */
  @Test
  void aWipedFirstMemberDoesNotFormItsOldClusterAgain() {
    TrapCluster cluster = TrapCluster.of(3);
    SimulatedNode first = cluster.nodes().get(0);
    cluster.client(first).store("value");
    cluster.assertSettlesOn("value");
    cluster.nodes().forEach(SimulatedNode::crash);
    first.disk().wipe();
    first.start();
    cluster.seconds(60);
    assertThat(first.isRunning()).isTrue();
    assertThat(first.isReady()).as("it waits").isFalse();
    cluster.nodes().get(1).start();
    cluster.start(first);
    assertThat(cluster.client(first).get())
        .as("its store says nothing yet")
        .isNotInstanceOf(GetOutcome.Answered.class);
    cluster.start(cluster.nodes().get(2));
    assertThat(cluster.client(first).values()).containsExactly("value");
    cluster.assertSettlesOn("value");
  }

  /** M1: nor do two of three that were wiped. */
  @Test
  void membersThatWereWipedTogetherWaitForTheOneThatWasNot() {
    TrapCluster cluster = TrapCluster.of(3);
    cluster.client(cluster.owner(0)).replies(3).store("value");
    cluster.nodes().forEach(SimulatedNode::crash);
    for (SimulatedNode wiped : cluster.nodes().subList(0, 2)) {
      wiped.disk().wipe();
      wiped.start();
    }
    cluster.seconds(60);
    assertThat(cluster.nodes()).noneMatch(SimulatedNode::isReady);
    cluster.nodes().forEach(SimulatedNode::start);
    cluster.nodes().forEach(cluster::start);
    cluster.assertSettlesOn("value");
  }

  /** M2: a node that is configured with another Q or N is refused, with the option named. */
  @Test
  void nodesConfiguredWithDifferentQOrNDoNotForm() {
    assertRefused(settings(32, 3), "partitions");
    assertRefused(settings(16, 2), "replicas");
  }

  private static ClusterSettings settings(int partitions, int replicas) {
    return new ClusterSettings("simulated", partitions, replicas, 2, 2, "even-tokens", "dotted", 8);
  }

  private static void assertRefused(ClusterSettings other, String option) {
    TrapCluster cluster = TrapCluster.notStarted(3);
    List<String> told = new ArrayList<>();
    SimulatedNode right = cluster.nodes().get(2);
    SimulatedNode wrong = configured(cluster, right.id(), other, told);
    cluster.nodes().subList(0, 2).forEach(SimulatedNode::start);
    wrong.start();
    cluster.seconds(30);
    assertThat(cluster.nodes()).noneMatch(SimulatedNode::isReady);
    assertThat(wrong.isReady()).isFalse();
    assertThat(told).anyMatch(text -> text.startsWith("cannot go on") && text.contains(option));
    wrong.kill();
    right.start();
    cluster.nodes().forEach(cluster::start);
    cluster.client(right).store("value");
    cluster.assertSettlesOn("value");
  }

  /** A node of this name whose operator wrote something else. */
  private static SimulatedNode configured(
      TrapCluster cluster, NodeId id, ClusterSettings settings, List<String> told) {
    NodeSetup setup =
        cluster
            .simulated()
            .setup(cluster.simulated().node(id).self(), Wrapping.NONE)
            .with(settings, new EvenTokens());
    return new SimulatedNode(
        setup,
        cluster.simulated().time(),
        cluster.simulated().network(),
        address -> {
          throw new AssertionError("it has no seeds, but asks " + address);
        },
        CHANCE.fork(),
        new SimulatedNode.Watcher() {
          @Override
          public void onChanged(NodeId node, String what) {
            told.add(what);
          }

          @Override
          public void onHistory(NodeId node, MembershipHistory history) {
            told.add("has " + history);
          }

          @Override
          public void onTorn(NodeId node, int batches) {
            told.add(batches + " batches torn");
          }

          @Override
          public void onBug(NodeId node, Throwable bug) {
            throw new AssertionError(node + " met a bug", bug);
          }
        });
  }
}
