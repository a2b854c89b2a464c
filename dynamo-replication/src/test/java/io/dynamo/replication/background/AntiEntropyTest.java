package io.dynamo.replication.background;

import static io.dynamo.replication.background.SmallCluster.A;
import static io.dynamo.replication.background.SmallCluster.B;
import static io.dynamo.replication.background.SmallCluster.C;
import static io.dynamo.replication.background.SmallCluster.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.store.Area;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dynamo §4.7: owners end equal, and a lost store comes back (rule Q2). */
class AntiEntropyTest {
  private final SmallCluster cluster = new SmallCluster();

  @Test
  void whatOneOwnerLacksComesFromAnotherInBothDirections() {
    cluster.putAt(A, "only a", "1");
    cluster.putAt(B, "only b", "2");
    Siblings both = cluster.putAt(A, "both", "3");
    cluster.node(B).merge(Area.RECORDS, "both", both);
    cluster.node(A).put("both", "4", VersionVector.EMPTY);
    cluster.node(B).put("both", "5", VersionVector.EMPTY);
    cluster.node(A).background.start();
    cluster.loop.run(10_000);
    for (String key : new String[] {"only a", "only b", "both"}) {
      assertThat(cluster.node(B).read(key)).as(key).isEqualTo(cluster.node(A).read(key));
      assertThat(cluster.node(C).read(key)).as(key).isEqualTo(cluster.node(A).read(key));
      assertThat(cluster.node(D).read(key).isNone()).as(key).isTrue();
    }
    assertThat(cluster.node(C).read("both").versions()).hasSize(3);
  }

  @Test
  void equalOwnersAskForRootsAlone() {
    for (int i = 0; i < 50; i++) {
      cluster.putAt(A, "k" + i, "v", B, C);
    }
    cluster.node(A).background.start();
    cluster.loop.run(3_500);
    assertThat(cluster.loop.sent()).containsOnly("b TreeRoots", "c TreeRoots").hasSize(3);
  }

  /** A write under way looks like a difference, and is gone at the second look. */
  @Test
  void whatDiffersOnlyForAMomentIsNotMended() {
    Siblings state = cluster.putAt(A, "k", "v", C);
    cluster.loop.schedule(100_000_000, () -> cluster.node(B).merge(Area.RECORDS, "k", state));
    cluster.node(A).background.start();
    cluster.loop.run(1_000);
    assertThat(cluster.loop.sent()).contains("b TreeSums").doesNotContain("b LeafEntries");
  }

  @Test
  void aWipedOwnerIsWholeOnlyWhenItHasComparedWithEnoughWholeOnes() {
    cluster.putAt(A, "k", "v", B, C);
    cluster.wipe(C).background.start();
    cluster.node(B).down();
    cluster.loop.run(10_000);
    assertThat(cluster.node(C).read("k")).isEqualTo(cluster.node(A).read("k"));
    assertThat(cluster.node(C).partition().whole()).isFalse();
    cluster.node(B).up();
    cluster.loop.run(10_000);
    assertThat(cluster.node(C).partition().whole()).isTrue();
    assertThat(cluster.told).containsExactly("c is whole");
  }

  /** What an owner says that has lost its own disk proves nothing, until there is nobody else. */
  @Test
  void anOwnerThatIsNotWholeCountsOnlyWhenAllOthersAreCompared() {
    cluster.putAt(A, "k", "v", B, C);
    cluster.wipe(B);
    cluster.wipe(C).background.start();
    cluster.node(A).down();
    cluster.loop.run(10_000);
    assertThat(cluster.node(C).partition().whole()).isFalse();
    cluster.node(A).up();
    cluster.loop.run(10_000);
    assertThat(cluster.node(C).partition().whole()).isTrue();
    assertThat(cluster.node(C).read("k").isNone()).isFalse();
  }

  @Test
  void whatAnOwnerThatIsNotWholeSaysIsMarked() {
    cluster.wipe(C);
    PeerRequest.Read read =
        new PeerRequest.Read(Key.of("k"), cluster.ring.partitions().get(0).digest());
    assertThat(cluster.send(C, read))
        .isEqualTo(new PeerReply.State(Siblings.NONE, true, false, Generation.ZERO));
    assertThat(cluster.send(A, read))
        .isEqualTo(new PeerReply.State(Siblings.NONE, true, true, Generation.ZERO));
  }

  @Test
  void rootsAreToldOfPartitionsThatBothSeeAlike() {
    long digest = cluster.ring.partitions().get(0).digest();
    PeerRequest.TreeRoots other =
        new PeerRequest.TreeRoots(7, List.of(new PartitionView(0, digest + 1)));
    PeerRequest.TreeRoots same =
        new PeerRequest.TreeRoots(7, List.of(new PartitionView(0, digest)));
    assertThat(cluster.send(A, other)).isEqualTo(new PeerReply.Roots(List.of()));
    assertThat(((PeerReply.Roots) cluster.send(A, same)).roots()).hasSize(1);
  }
}
