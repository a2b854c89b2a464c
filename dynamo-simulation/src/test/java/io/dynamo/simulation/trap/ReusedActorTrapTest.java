package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.disk.VirtualDisk;
import io.dynamo.testkit.network.Holding;
import org.junit.jupiter.api.Test;

/**
 * A node that has forgotten dots makes them again, and what it writes under them vanishes: others
 * take it for what they had before (rules V4, V5, V6).
 */
class ReusedActorTrapTest {
  /** V5: a wiped node is another incarnation. */
  @Test
  void aWriteAfterTheStoreWasWipedIsNotTakenForOneBefore() {
    TrapCluster cluster = TrapCluster.of(4);
    SimulatedNode owner = cluster.owner(0);
    VersionVector first = TrapClient.contextOf(cluster.client(owner).store("first"));
    cluster.client(owner).store("second", first);
    cluster.assertSettlesOn("second");
    owner.crash();
    owner.disk().wipe();
    cluster.start(owner);
    Runnable heal = cluster.isolate(owner);
    assertThat(cluster.state(owner).isNone()).as("it has forgotten everything").isTrue();
    cluster.untilSeen();
    cluster.client(owner).replies(1).store("after the wipe");
    cluster.client(owner).replies(1).store("and again");
    heal.run();
    cluster.assertSettlesOn("second", "after the wipe", "and again");
  }

  /**
   * V5: a majority of all members, this one included, could take the start of a restored copy while
   * the one that knows better is away; a majority of the others cannot.
   */
  @Test
  void aRestoredCopyWithAStopMarkerDoesNotGoOnWhileWhoKnowsBetterIsAway() {
    TrapCluster cluster = TrapCluster.of(3);
    SimulatedNode owner = cluster.owner(0);
    SimulatedNode one = cluster.owner(1);
    SimulatedNode other = cluster.owner(2);
    VersionVector first = TrapClient.contextOf(cluster.client(owner).store("first"));
    cluster.assertSettlesOn("first");
    cluster.stop(owner);
    VirtualDisk.Snapshot copy = owner.disk().snapshot();
    other.crash();
    cluster.start(owner);
    cluster.client(owner).store("before the restore", first);
    owner.crash();
    one.crash();
    owner.disk().restore(copy);
    other.start();
    cluster.start(owner);
    cluster.until("the other serves", other::isReady);
    cluster.client(owner).store("after the restore", first);
    cluster.start(one);
    cluster.assertSettlesOn("before the restore", "after the restore");
  }

  /** V5 and V6: everybody is there, and the copy is found out by its number. */
  @Test
  void aRestoredCopyOfALivingNodeIsFoundOut() {
    TrapCluster cluster = TrapCluster.of(3);
    SimulatedNode owner = cluster.owner(0);
    VersionVector first = TrapClient.contextOf(cluster.client(owner).store("first"));
    cluster.stop(owner);
    VirtualDisk.Snapshot copy = owner.disk().snapshot();
    cluster.start(owner);
    VersionVector second = TrapClient.contextOf(cluster.client(owner).store("second", first));
    cluster.stop(owner);
    owner.disk().restore(copy);
    long before = cluster.count("incarnation changed");
    cluster.start(owner);
    assertThat(cluster.count("incarnation changed")).isGreaterThan(before);
    cluster.client(owner).store("with an old context", first);
    cluster.assertSettlesOn("second", "with an old context");
    cluster.client(owner).store("with the last context", second);
    cluster.assertSettlesOn("with an old context", "with the last context");
  }

  /**
   * V4: a fallback makes F:1 and F:2, delivers and forgets both, gets F:1 back with an old message,
   * and must not make F:2 again.
   */
  @Test
  void aFallbackThatRegainsADeliveredHintMakesNoDotAgain() {
    TrapCluster cluster = TrapCluster.of(5);
    SimulatedNode owner = cluster.owner(0);
    SimulatedNode fallback = cluster.fallback(0);
    cluster.owner(1).crash();
    cluster.owner(2).crash();
    Runnable heal = cluster.isolate(fallback);
    cluster.untilSeen();
    TrapClient atFallback = cluster.client(fallback).replies(1);
    VersionVector first = TrapClient.contextOf(atFallback.store("F:1"));
    heal.run();
    cluster.until("one owner has F:1", () -> cluster.stored(owner).contains("F:1"));

    Holding underWay = cluster.hold(PeerRequest.KeepHint.class, owner, fallback);
    VersionVector seenByOwner =
        TrapClient.contextOf(cluster.client(owner).replies(1).store("over F:1", first));
    assertThat(underWay.requests()).hasSize(1);
    underWay.close();
    heal = cluster.isolate(fallback);
    cluster.untilSeen();
    atFallback.store("F:2", first);
    heal.run();
    cluster.start(cluster.owner(1));
    cluster.start(cluster.owner(2));
    cluster.assertSettlesOn("F:2", "over F:1");

    heal = cluster.isolate(fallback);
    underWay.release();
    cluster.untilSeen();
    assertThat(cluster.hint(fallback)).as("F:1 came back, below this").containsExactly("over F:1");
    atFallback.store("after F:1 was regained", seenByOwner);
    heal.run();
    cluster.assertSettlesOn("F:2", "after F:1 was regained");
  }
}
