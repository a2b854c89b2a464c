package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.network.Holding;
import org.junit.jupiter.api.Test;

/**
 * Hash trees that tell lies: differences that are none, or none where there is one (Dynamo §4.7).
 */
class TreeTrapTest {
  private final TrapCluster cluster = TrapCluster.of(3);
  private final SimulatedNode one = cluster.owner(0);
  private final SimulatedNode other = cluster.owner(1);
  private final SimulatedNode third = cluster.owner(2);

  /** Canonical hash: owners learn two siblings in three different orders. */
  @Test
  void ownersThatLearnSiblingsInDifferentOrdersHaveEqualTrees() {
    Holding toThird = cluster.hold(PeerRequest.Merge.class, one, third);
    Holding toOther = cluster.hold(PeerRequest.Merge.class, one, other);
    Holding toOne = cluster.hold(PeerRequest.Merge.class, other, one);
    cluster.client(one).replies(1).store("of one");
    cluster.client(other).replies(1).store("of the other");
    cluster.until("the third has one", () -> !cluster.stored(third).isEmpty());
    assertThat(cluster.stored(one)).containsExactly("of one");
    assertThat(cluster.stored(other)).containsExactly("of the other");
    assertThat(cluster.stored(third)).containsExactly("of the other");
    toOther.release();
    toOne.release();
    toThird.release();
    cluster.millis(50);
    cluster.assertSettlesOn("of one", "of the other");
    long sums = cluster.messages(PeerRequest.TreeSums.class);
    cluster.seconds(30);
    assertThat(cluster.messages(PeerRequest.TreeSums.class))
        .as("no root differs any more")
        .isLessThanOrEqualTo(sums + 3);
    assertNothingWasExchanged();
  }

  private void assertNothingWasExchanged() {
    assertThat(cluster.messages(PeerRequest.LeafEntries.class)).isZero();
    assertThat(cluster.messages(PeerRequest.Fetch.class)).isZero();
    assertThat(cluster.count("trees mended")).isZero();
  }

  /** Leaves are written in the batch of their records, so that no crash comes between the two. */
  @Test
  void afterCrashesInTheMiddleOfBatchesTheLeavesAreThoseOfTheRecords() {
    for (int crash = 0; crash < 40; crash++) {
      VersionVector none = VersionVector.EMPTY;
      for (int i = 0; i < 20; i++) {
        cluster.client(one).of(Key.of("key-" + i)).beginPut("value-" + crash, none);
      }
      cluster.millis(1 + crash % 13);
      if (crash % 2 == 0) {
        one.crash();
      } else {
        one.kill();
      }
      assertThat(cluster.wrongLeaves(one)).as("after crash %d", crash).isEmpty();
      cluster.start(one);
      assertThat(cluster.wrongLeaves(one)).as("after start %d", crash).isEmpty();
    }
    cluster.seconds(30);
    cluster.assertSound();
  }

  /** Compare twice, act on what stays different: a slow replication is not mended. */
  @Test
  void antiEntropyDoesNotActOnWritesInFlight() {
    for (int i = 0; i < 120; i++) {
      Holding toOther = cluster.hold(PeerRequest.Merge.class, one, other);
      Holding toThird = cluster.hold(PeerRequest.Merge.class, one, third);
      cluster.client(one).of(Key.of("key-" + i)).replies(1).store("value");
      assertThat(toOther.requests()).hasSize(1);
      cluster.millis(200);
      toOther.release();
      toThird.release();
      cluster.millis(487);
    }
    assertThat(cluster.messages(PeerRequest.TreeSums.class))
        .as("roots have differed often")
        .isGreaterThan(20);
    assertNothingWasExchanged();
    cluster.assertSound();
  }

  /** And what is lost on its way is no write in flight. */
  @Test
  void antiEntropyActsOnAWriteThatDoesNotArrive() {
    cluster.hold(PeerRequest.Merge.class, one, third);
    cluster.client(one).store("value");
    cluster.assertSettlesOn("value");
    cluster.seconds(5);
    assertThat(cluster.count("trees mended")).isPositive();
  }
}
