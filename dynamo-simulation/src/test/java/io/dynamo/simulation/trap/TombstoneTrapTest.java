package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.disk.VirtualDisk;
import io.dynamo.testkit.network.Holding;
import org.junit.jupiter.api.Test;

/**
 * A tombstone is reaped while somebody still has the old value, which comes back with nothing to
 * say that it is deleted (rules D2 to D5).
 */
class TombstoneTrapTest {
  private static final long MINUTES = 180;

  private final TrapCluster cluster = TrapCluster.of(5);
  private final SimulatedNode owner = cluster.owner(0);
  private final SimulatedNode other = cluster.owner(2);
  private final SimulatedNode fallback = cluster.fallback(0);

  private VersionVector put() {
    return TrapClient.contextOf(cluster.client(owner).store("deleted"));
  }

  private void delete(VersionVector seen) {
    TrapClient.stored(cluster.client(owner).delete(seen));
  }

  /** It takes longer than the grace; nobody has anything then. */
  private void untilReaped() {
    cluster.until(
        "the tombstone is reaped", () -> cluster.owners().stream().allMatch(this::isFree));
  }

  private boolean isFree(SimulatedNode node) {
    return cluster.state(node).isNone();
  }

  /** For much longer than the grace the tombstone stays where it is. */
  private void assertNotReaped() {
    cluster.seconds(MINUTES);
    assertThat(cluster.count("records reaped")).isZero();
    assertThat(cluster.state(owner).versions()).hasSize(1);
    assertThat(cluster.count("reaping blocked")).isPositive();
  }

  /** It goes in the end, and the value with it. */
  private void assertGoneForGood() {
    untilReaped();
    cluster.assertStays(MINUTES);
    assertThat(cluster.client(other).values()).isEmpty();
    cluster.owners().forEach(node -> assertThat(isFree(node)).isTrue());
  }

  /** D2: a fallback that nobody reaches keeps a hint of the value. */
  @Test
  void aHintHasTheOldValue() {
    other.crash();
    cluster.untilSeen();
    VersionVector seen = put();
    cluster.until("the hint is kept", () -> cluster.hint(fallback).contains("deleted"));
    Runnable heal = cluster.isolate(fallback);
    cluster.start(other);
    cluster.assertOwnersHold("deleted");
    delete(seen);
    assertNotReaped();
    assertThat(cluster.hint(fallback)).containsExactly("deleted");
    heal.run();
    assertGoneForGood();
    assertThat(TrapCluster.hints(fallback)).isZero();
  }

  /** D2: all members are there, but the hint does not come home. */
  @Test
  void aHintThatIsNotDeliveredHasTheOldValue() {
    other.crash();
    cluster.untilSeen();
    VersionVector seen = put();
    cluster.until("the hint is kept", () -> cluster.hint(fallback).contains("deleted"));
    Holding delivery = cluster.hold(PeerRequest.Merge.class, fallback, other);
    cluster.start(other);
    cluster.assertOwnersHold("deleted");
    delete(seen);
    assertNotReaped();
    assertThat(cluster.hint(fallback)).containsExactly("deleted");
    delivery.release();
    assertGoneForGood();
  }

  /** D2: all members are there, but one owner has missed the delete, and nobody mends it. */
  @Test
  void anOwnerThatMissedTheDeleteHasTheOldValue() {
    VersionVector seen = put();
    cluster.assertSettlesOn("deleted");
    Holding unmended =
        cluster
            .simulated()
            .network()
            .hold(
                (from, to, request) ->
                    (to.equals(other.id()) && request instanceof PeerRequest.Merge)
                        || (from.equals(other.id()) && request instanceof PeerRequest.TreeRoots));
    TrapClient.stored(cluster.client(owner).strictly().delete(seen));
    assertThat(cluster.nodes()).allMatch(node -> TrapCluster.hints(node) == 0);
    cluster.seconds(MINUTES);
    assertThat(cluster.count("records reaped")).isZero();
    assertThat(cluster.stored(other)).containsExactly("deleted");
    unmended.release();
    assertGoneForGood();
  }

  /** D2: an owner sleeps through the delete and the grace. */
  @Test
  void aSleepingOwnerHasTheOldValue() {
    VersionVector seen = put();
    cluster.assertSettlesOn("deleted");
    other.time().pause();
    delete(seen);
    assertNotReaped();
    assertThat(cluster.stored(other)).containsExactly("deleted");
    other.time().resume();
    assertGoneForGood();
  }

  /** D2: the one that sleeps was asked to put over the old value, and has not begun. */
  @Test
  void aSleepingCoordinatorHasAPutOverTheOldValue() {
    VersionVector seen = put();
    cluster.assertSettlesOn("deleted");
    cluster.client(other).beginPut("written in its sleep", seen);
    other.time().pause();
    delete(seen);
    assertNotReaped();
    other.time().resume();
    cluster.assertSettlesOn("written in its sleep");
    cluster.assertStays(MINUTES, "written in its sleep");
  }

  /** D5: an owner comes back with a disk of before the delete. */
  @Test
  void aRestoredDiskHasTheOldValue() {
    VersionVector seen = put();
    cluster.assertSettlesOn("deleted");
    VirtualDisk.Snapshot copy = other.disk().snapshot();
    delete(seen);
    untilReaped();
    other.crash();
    other.disk().restore(copy);
    assertThat(cluster.stored(other)).containsExactly("deleted");
    cluster.start(other);
    assertThat(cluster.stored(other)).as("it is set aside before anything is served").isEmpty();
    assertThat(cluster.count("partition set aside")).isPositive();
    assertGoneForGood();
  }

  /** D5: a fallback comes back with a disk that still has the hint. */
  @Test
  void aRestoredDiskOfAFallbackHasTheOldHint() {
    other.crash();
    cluster.untilSeen();
    VersionVector seen = put();
    cluster.until("the hint is kept", () -> cluster.hint(fallback).contains("deleted"));
    VirtualDisk.Snapshot copy = fallback.disk().snapshot();
    cluster.start(other);
    cluster.assertSettlesOn("deleted");
    delete(seen);
    untilReaped();
    fallback.crash();
    fallback.disk().restore(copy);
    assertThat(cluster.hint(fallback)).containsExactly("deleted");
    cluster.start(fallback);
    assertThat(cluster.hint(fallback)).isEmpty();
    assertGoneForGood();
  }

  /** D3, D4: a merge of the value comes when everything is over. */
  @Test
  void aMessageUnderWayHasTheOldValue() {
    Holding underWay = cluster.hold(PeerRequest.Merge.class, owner, other);
    VersionVector seen = put();
    underWay.close();
    assertThat(underWay.requests()).hasSize(1);
    cluster.assertSettlesOn("deleted");
    delete(seen);
    untilReaped();
    underWay.release();
    cluster.millis(100);
    assertThat(isFree(other)).isTrue();
    assertGoneForGood();
  }

  /** D3, D4: the same on its way to a fallback. */
  @Test
  void aHintUnderWayHasTheOldValue() {
    other.crash();
    cluster.untilSeen();
    Holding underWay = cluster.hold(PeerRequest.KeepHint.class, owner, fallback);
    VersionVector seen = put();
    cluster.until("another stands in", () -> TrapCluster.hints(cluster.fallback(1)) > 0);
    underWay.close();
    assertThat(underWay.requests()).hasSize(1);
    cluster.start(other);
    cluster.assertSettlesOn("deleted");
    delete(seen);
    untilReaped();
    underWay.release();
    cluster.millis(100);
    assertThat(cluster.hint(fallback)).isEmpty();
    assertGoneForGood();
  }
}
