package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.membership.ChangeRequest;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.network.Holding;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Writes, crashes and second thoughts while partitions move (section H; rules Q5, M3). */
class HandOverTrapTest {
  private static final int KEYS = 40;

  /** Q5, H4: the partition is handed over while a put for its owners of before is under way. */
  @Test
  void coordinatorsWithDifferentRingsBothReachTheOwnersOfNow() {
    TrapCluster cluster = TrapCluster.of(5, 1);
    Changes changes = new Changes(cluster);
    SimulatedNode joiner = cluster.nodes().get(5);
    SimulatedNode knows = cluster.nodes().get(0);
    joiner.start();
    cluster.seconds(2);
    SimulatedNode late = loser(cluster, changes, knows, joiner);
    Key key = changes.keysMoved(knows, join(joiner), late.id(), joiner.id(), 1).get(0);
    List<Holding> held = new ArrayList<>();
    for (SimulatedNode other : cluster.members()) {
      held.add(cluster.hold(PeerRequest.Merge.class, late, other));
      held.add(cluster.hold(PeerRequest.KeepHint.class, late, other));
      held.add(cluster.hold(PeerRequest.CoordinatePut.class, late, other));
    }
    Answer<PutOutcome> old = cluster.client(late).of(key).beginPut("old ring", VersionVector.EMPTY);
    cluster.millis(5);
    changes.join(joiner, knows);
    cluster.until("it is handed over", () -> changes.partition(key).owners().contains(joiner.id()));
    assertThat(old.isThere()).as("it is under way").isFalse();
    List<NodeId> now = changes.partition(key).owners();
    held.forEach(Holding::release);
    Answer<PutOutcome> fresh =
        cluster.client(knows).of(key).beginPut("new ring", VersionVector.EMPTY);
    for (Answer<PutOutcome> answer : List.of(old, fresh)) {
      PutOutcome.Stored stored = TrapClient.stored(cluster.await(answer));
      assertThat(stored.repliers())
          .filteredOn(replier -> replier.owner())
          .allMatch(replier -> now.contains(replier.node()));
    }
    assertThat(cluster.count("answered OtherView")).isPositive();
    changes.settle(List.of(key));
    for (SimulatedNode node : cluster.members()) {
      assertThat(cluster.client(node).of(key).values())
          .containsExactlyInAnyOrder("old ring", "new ring");
    }
  }

  /** H1, H2, H3: every write that is acknowledged meanwhile is on the new owners. */
  @Test
  void writesThatRaceWithATransferArriveToo() {
    TrapCluster cluster = TrapCluster.of(3, 1);
    Changes changes = new Changes(cluster);
    SimulatedNode joiner = cluster.nodes().get(3);
    SimulatedNode at = cluster.nodes().get(0);
    List<Key> keys = changes.keysMoved(at, join(joiner), null, joiner.id(), KEYS);
    keys.forEach(key -> cluster.client(at).of(key).store("before"));
    joiner.start();
    changes.join(joiner, at);
    List<Answer<PutOutcome>> puts = new ArrayList<>();
    for (Key key : keys) {
      cluster.millis(40);
      SimulatedNode any = cluster.nodes().get(puts.size() % 3);
      puts.add(cluster.client(any).of(key).beginPut("meanwhile", VersionVector.EMPTY));
    }
    puts.forEach(put -> TrapClient.stored(cluster.await(put)));
    changes.settle(keys);
    assertThat(cluster.count("merged as by a future owner") + cluster.count("answered Sealed"))
        .as("some of them met a seal")
        .isPositive();
    for (Key key : keys) {
      assertThat(changes.partition(key).owners()).contains(joiner.id());
      assertThat(TrapCluster.stored(joiner, key)).contains("before", "meanwhile");
    }
  }

  /** H5, H6: what came back is not what a former owner had when it dropped. */
  @Test
  void aSecondTransferBringsBackWhatIsThereNow() {
    TrapCluster cluster = TrapCluster.of(3, 1);
    Changes changes = new Changes(cluster);
    SimulatedNode joiner = cluster.nodes().get(3);
    SimulatedNode at = cluster.nodes().get(0);
    List<Key> keys = changes.keysMoved(at, join(joiner), null, joiner.id(), 2);
    Key deleted = keys.get(0);
    Key changed = keys.get(1);
    keys.forEach(key -> cluster.client(at).of(key).store("old"));
    joiner.start();
    changes.join(joiner, at);
    changes.settle(keys);
    cluster.client(at).of(deleted).delete(cluster.client(at).of(deleted).context());
    cluster.client(at).of(changed).store("new", cluster.client(at).of(changed).context());
    changes.leave(joiner, at);
    changes.settle(keys);
    assertThat(history(cluster).standing(joiner.id())).isEqualTo(Standing.GONE);
    cluster.seconds(60);
    for (SimulatedNode node : cluster.members()) {
      assertThat(cluster.client(node).of(deleted).values()).isEmpty();
      assertThat(cluster.client(node).of(changed).values()).containsExactly("new");
    }
  }

  /** H6: it was cut off while the others handed over, and a write was counted on its side. */
  @Test
  void theLastWriteOfAThirdOwnerIsNotDroppedWithItsCopy() {
    TrapCluster cluster = TrapCluster.of(4, 1);
    Changes changes = new Changes(cluster);
    SimulatedNode joiner = cluster.nodes().get(4);
    joiner.start();
    cluster.seconds(2);
    SimulatedNode at = cluster.nodes().get(0);
    SimulatedNode third = loser(cluster, changes, at, joiner);
    Key key = changes.keysMoved(at, join(joiner), third.id(), joiner.id(), 1).get(0);
    List<NodeId> owners = changes.partition(key).owners();
    SimulatedNode fallback =
        cluster.members().stream()
            .filter(node -> !owners.contains(node.id()))
            .findFirst()
            .orElseThrow();
    List<SimulatedNode> side = fallback.equals(at) ? List.of(third) : List.of(third, fallback);
    Runnable heal = cluster.split(side);
    cluster.untilSeen();
    SimulatedNode other =
        cluster.members().stream().filter(node -> !side.contains(node)).findFirst().orElseThrow();
    changes.join(joiner, other);
    cluster.until("it is handed over", () -> changes.partition(key).owners().contains(joiner.id()));
    PutOutcome last = cluster.client(third).of(key).put("last");
    if (side.size() == 2) {
      assertThat(last).as("by the owner and a fallback").isInstanceOf(PutOutcome.Stored.class);
    }
    assertThat(TrapCluster.stored(third, key)).containsExactly("last");
    heal.run();
    changes.settle(List.of(key));
    assertThat(changes.partition(key).owners()).doesNotContain(third.id());
    assertThat(TrapCluster.stored(third, key)).as("it has dropped its copy").isEmpty();
    assertThat(cluster.client(joiner).of(key).values()).containsExactly("last");
  }

  /** Another member than this one that would lose a partition to the joiner. */
  private static SimulatedNode loser(
      TrapCluster cluster, Changes changes, SimulatedNode at, SimulatedNode joiner) {
    return cluster.members().stream()
        .filter(node -> !node.equals(at) && moves(changes, at, joiner, node))
        .findFirst()
        .orElseThrow();
  }

  private static boolean moves(
      Changes changes, SimulatedNode at, SimulatedNode joiner, SimulatedNode from) {
    try {
      return !changes.keysMoved(at, join(joiner), from.id(), joiner.id(), 1).isEmpty();
    } catch (NoSuchElementException none) {
      return false;
    }
  }

  /** H7: {@code kill -9} of the joiner, of the source, of both. */
  @Test
  void aTransferGoesOnAfterACrashWithoutSendingAgainWhatCame() {
    for (int crashed = 1; crashed <= 3; crashed++) {
      TrapCluster cluster = TrapCluster.of(3, 1);
      Changes changes = new Changes(cluster);
      SimulatedNode joiner = cluster.nodes().get(3);
      SimulatedNode at = cluster.nodes().get(0);
      List<Key> keys = changes.keysMoved(at, join(joiner), null, joiner.id(), KEYS);
      keys.forEach(key -> cluster.client(at).of(key).store("value"));
      changes.settle(keys);
      joiner.start();
      cluster.seconds(1);
      long before = cluster.count("key fetched");
      changes.join(joiner, at);
      cluster.until("a part has come", () -> arrived(joiner, keys) >= KEYS / 4);
      assertThat(arrived(joiner, keys)).as("it is under way").isLessThan(KEYS);
      if ((crashed & 1) != 0) {
        joiner.kill();
      }
      if ((crashed & 2) != 0) {
        cluster.nodes().subList(0, 3).forEach(SimulatedNode::kill);
      }
      long had = arrived(joiner, keys);
      cluster.nodes().forEach(SimulatedNode::start);
      changes.settle(keys);
      assertThat(arrived(joiner, keys)).isEqualTo(KEYS);
      assertThat(cluster.count("key fetched") - before)
          .as("crashed %s, had %s of %s", crashed, had, KEYS)
          .isLessThanOrEqualTo(2L * KEYS - had);
    }
  }

  private static long arrived(SimulatedNode joiner, List<Key> keys) {
    return keys.stream().filter(key -> !TrapCluster.stored(joiner, key).isEmpty()).count();
  }

  /** H7: the leaver crashes, too. */
  @Test
  void aLeaverThatCrashesLeavesWhenItIsBack() {
    TrapCluster cluster = TrapCluster.of(4);
    Changes changes = new Changes(cluster);
    SimulatedNode leaver = cluster.nodes().get(3);
    SimulatedNode at = cluster.nodes().get(0);
    List<Key> keys =
        changes.keysMoved(at, new ChangeRequest.Leave(leaver.id()), leaver.id(), null, KEYS);
    keys.forEach(key -> cluster.client(at).of(key).store("value"));
    changes.leave(leaver, at);
    cluster.millis(300);
    leaver.kill();
    cluster.seconds(10);
    leaver.start();
    changes.settle(keys);
    assertThat(history(cluster).standing(leaver.id())).isEqualTo(Standing.GONE);
    assertThat(leaver.isReady()).isFalse();
    for (Key key : keys) {
      assertThat(TrapCluster.stored(leaver, key)).isEmpty();
      assertThat(cluster.client(at).of(key).values()).containsExactly("value");
    }
  }

  /**
   * H7: it is admitted, and its machine is gone; putting and getting go on, and so does the ring.
   */
  @Test
  void aDeadJoinerStopsNoPutAndLeavesNoTrace() {
    TrapCluster cluster = TrapCluster.of(3, 1);
    Changes changes = new Changes(cluster);
    SimulatedNode joiner = cluster.nodes().get(3);
    SimulatedNode at = cluster.nodes().get(0);
    List<Key> keys = changes.keysMoved(at, join(joiner), null, joiner.id(), 3);
    List<NodeId> owners = changes.partition(keys.get(0)).owners();
    joiner.start();
    cluster.seconds(2);
    Holding held = cluster.hold(PeerRequest.Fetch.class, joiner, at);
    EventId join = changes.join(joiner, at);
    cluster.millis(50);
    joiner.crash();
    for (Key key : keys) {
      for (SimulatedNode node : cluster.nodes().subList(0, 3)) {
        cluster.client(node).of(key).store("by " + node.id());
      }
    }
    changes.cancel(join, at);
    held.close();
    changes.remove(joiner, at);
    changes.settle(keys);
    assertThat(changes.partition(keys.get(0)).owners()).isEqualTo(owners);
    for (Key key : keys) {
      assertThat(cluster.client(at).of(key).values())
          .containsExactlyInAnyOrder("by n1", "by n2", "by n3");
    }
  }

  /** H7, H2: its admission is taken back when half of it has come. */
  @Test
  void aJoinerThatIsNotWantedAfterAllGivesBackAndKeepsNothing() {
    TrapCluster cluster = TrapCluster.of(3, 1);
    Changes changes = new Changes(cluster);
    SimulatedNode joiner = cluster.nodes().get(3);
    SimulatedNode at = cluster.nodes().get(0);
    List<Key> keys = changes.keysMoved(at, join(joiner), null, joiner.id(), KEYS);
    keys.forEach(key -> cluster.client(at).of(key).store("value"));
    List<NodeId> owners = changes.partition(keys.get(0)).owners();
    joiner.start();
    cluster.seconds(2);
    EventId join = changes.join(joiner, at);
    cluster.until("a part has come", () -> arrived(joiner, keys) > 0);
    changes.cancel(join, at);
    changes.settle(keys);
    assertThat(changes.partition(keys.get(0)).owners()).isEqualTo(owners);
    assertThat(arrived(joiner, keys)).isZero();
    assertThat(history(cluster).isMember(joiner.id())).isFalse();
    assertThat(cluster.client(at).of(keys.get(0)).values()).containsExactly("value");
  }

  /** M3: the events of the other side sort into the middle of what was done here. */
  @Test
  void twoSidesThatEachAdmittedANodeComeToOneRing() {
    TrapCluster cluster = TrapCluster.of(4, 2);
    Changes changes = new Changes(cluster);
    SimulatedNode here = cluster.nodes().get(0);
    SimulatedNode there = cluster.nodes().get(2);
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add(Key.of("key " + i));
      cluster.client(here).of(keys.get(i)).store("value");
    }
    List<SimulatedNode> side = List.of(here, cluster.nodes().get(1), cluster.nodes().get(4));
    Runnable heal = cluster.split(side);
    cluster.untilSeen();
    for (SimulatedNode joiner : cluster.nodes().subList(4, 6)) {
      joiner.start();
      changes.join(joiner, joiner.id().value().equals("n5") ? here : there);
    }
    cluster.seconds(15);
    for (Key key : keys) {
      cluster.client(here).of(key).put("here");
      cluster.client(there).of(key).put("there");
    }
    heal.run();
    changes.settle(keys);
    assertThat(changes.histories()).hasSize(1);
    assertThat(history(cluster).members()).hasSize(6);
    for (Key key : keys) {
      assertThat(cluster.client(there).of(key).values()).contains("value");
    }
  }

  /** M1: with all that it had, and wiped. */
  @Test
  void aRemovedNodeIsRefusedWhateverItComesBackWith() {
    TrapCluster cluster = TrapCluster.of(4);
    Changes changes = new Changes(cluster);
    SimulatedNode dead = cluster.nodes().get(3);
    SimulatedNode at = cluster.nodes().get(0);
    Key key = Key.of("k");
    cluster.client(at).of(key).store("value");
    changes.settle(List.of(key));
    changes.remove(dead, at);
    changes.settle(List.of(key));
    dead.turnUp();
    dead.start();
    cluster.seconds(30);
    assertThat(dead.isReady()).isFalse();
    dead.disk().wipe();
    cluster.simulated().onWiped(dead);
    dead.start();
    cluster.seconds(30);
    assertThat(dead.isReady()).isFalse();
    assertThat(history(cluster).standing(dead.id())).isEqualTo(Standing.REMOVED);
    assertThat(cluster.client(at).of(key).values()).containsExactly("value");
    changes.settle(List.of(key));
  }

  private static ChangeRequest join(SimulatedNode joiner) {
    return new ChangeRequest.Join(joiner.self());
  }

  private static MembershipHistory history(TrapCluster cluster) {
    return cluster.simulated().ring().history();
  }
}
