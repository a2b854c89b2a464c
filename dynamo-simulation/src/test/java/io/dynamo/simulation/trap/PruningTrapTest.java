package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.disk.VirtualDisk;
import io.dynamo.testkit.network.Holding;
import org.junit.jupiter.api.Test;

/**
 * What was pruned from a vector comes back with the next merge, is pruned again, and so on for
 * ever; or an old replica brings it back (rules V7, D3).
 */
class PruningTrapTest {
  private final TrapCluster cluster = TrapCluster.of(4);
  private final SimulatedNode retired = cluster.owner(1);
  private final SimulatedNode old = cluster.owner(2);

  /**
   * One of two entries is of an incarnation that has ended.
   *
   * @return a message of before, still under way to one of the owners
   */
  private Holding write() {
    VersionVector first = TrapClient.contextOf(cluster.client(retired).store("first"));
    cluster.assertSettlesOn("first");
    Holding underWay = cluster.hold(PeerRequest.Merge.class, cluster.owner(0), old);
    cluster.client(cluster.owner(0)).store("second", first);
    underWay.close();
    assertThat(underWay.requests()).hasSize(1);
    cluster.assertSettlesOn("second");
    assertThat(cluster.state(old).vector().entries()).hasSize(2);
    retired.crash();
    cluster.start(retired);
    return underWay;
  }

  private Siblings compacted() {
    cluster.until("the entry is gone", () -> entries() == 1);
    Siblings compacted = cluster.state(cluster.owner(0));
    assertThat(cluster.owners())
        .allSatisfy(owner -> assertThat(cluster.state(owner)).isEqualTo(compacted));
    return compacted;
  }

  private int entries() {
    return cluster.owners().stream()
        .mapToInt(owner -> cluster.state(owner).vector().entries().size())
        .max()
        .orElseThrow();
  }

  /** All owners have exactly this, and nothing is done about it, for minutes. */
  private void assertStays(Siblings compacted) {
    long raised = cluster.count("generation raised");
    long mended = cluster.count("trees mended");
    for (int i = 0; i < 180; i++) {
      cluster.seconds(1);
      for (SimulatedNode owner : cluster.owners()) {
        assertThat(cluster.state(owner)).isEqualTo(compacted);
      }
    }
    assertThat(cluster.count("generation raised")).isEqualTo(raised);
    assertThat(cluster.count("trees mended")).isEqualTo(mended);
    cluster.assertSettlesOn("second");
  }

  @Test
  void anEntryThatWasCompactedStaysAway() {
    write();
    assertStays(compacted());
    assertThat(cluster.client(cluster.owner(0)).context().entries()).hasSize(1);
  }

  @Test
  void aMessageThatWasUnderWayDoesNotBringItBack() {
    Holding underWay = write();
    Siblings compacted = compacted();
    underWay.release();
    cluster.seconds(1);
    assertThat(cluster.state(old)).isEqualTo(compacted);
    assertStays(compacted);
  }

  @Test
  void aReplicaWithAnOlderDiskDoesNotBringItBack() {
    write();
    VirtualDisk.Snapshot copy = old.disk().snapshot();
    Siblings compacted = compacted();
    old.crash();
    old.disk().restore(copy);
    assertThat(cluster.state(old).vector().entries()).hasSize(2);
    cluster.start(old);
    assertThat(cluster.count("partition set aside")).isPositive();
    cluster.assertSettlesOn("second");
    cluster.seconds(5);
    assertStays(compacted);
  }
}
