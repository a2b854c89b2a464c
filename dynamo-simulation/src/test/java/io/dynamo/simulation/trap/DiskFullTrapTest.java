package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.disk.DiskTrouble;
import org.junit.jupiter.api.Test;

/**
 * A disk that is full stops more than the write that found it so, or for longer than it is full.
 */
class DiskFullTrapTest {
  private final TrapCluster cluster = TrapCluster.of(4);
  private final SimulatedNode owner = cluster.owner(0);

  @Test
  void aFullDiskIsAClearErrorOnThatWriteReadsGoOnAndItHeals() {
    VersionVector first = TrapClient.contextOf(cluster.client(owner).store("first"));
    cluster.assertSettlesOn("first");
    cluster.nodes().forEach(node -> node.disk().trouble(DiskTrouble.FULL));
    PutOutcome unknown = cluster.client(owner).put("second", first);
    assertThat(unknown)
        .as("others heard of it before the disk said no")
        .isInstanceOf(PutOutcome.Unknown.class);
    assertThat(unknown.toString()).contains(owner.id() + ": DISK_FULL");
    PutOutcome refused = cluster.client(owner).put("third", first);
    assertThat(refused).isInstanceOf(PutOutcome.Refused.class);
    assertThat(((PutOutcome.Refused) refused).reason()).isEqualTo(Refusal.Reason.DISK_FULL);
    for (SimulatedNode node : cluster.nodes()) {
      assertThat(cluster.client(node).replies(3).values()).containsExactly("first");
    }
    cluster.seconds(30);
    cluster.nodes().forEach(node -> node.disk().trouble(DiskTrouble.NONE));
    cluster.client(owner).store("fourth", cluster.client(owner).context());
    cluster.assertSettlesOn("fourth");
  }

  /** A full owner is one owner less: another coordinates, a fallback keeps what it missed. */
  @Test
  void oneFullDiskStopsNobodyElseAndMissesNothing() {
    owner.disk().trouble(DiskTrouble.FULL);
    for (int i = 0; i < 30; i++) {
      TrapClient.stored(cluster.client(owner).of(Key.of("key-" + i)).put("value"));
      cluster.client(owner).store("value-" + i, cluster.client(owner).context());
      cluster.millis(300);
    }
    assertThat(cluster.state(owner).isNone()).isTrue();
    assertThat(owner.isReady()).isTrue();
    owner.disk().trouble(DiskTrouble.NONE);
    cluster.assertSettlesOn("value-29");
  }
}
