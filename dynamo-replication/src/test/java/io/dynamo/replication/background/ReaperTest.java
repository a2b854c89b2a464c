package io.dynamo.replication.background;

import static io.dynamo.replication.background.SmallCluster.A;
import static io.dynamo.replication.background.SmallCluster.B;
import static io.dynamo.replication.background.SmallCluster.C;
import static io.dynamo.replication.background.SmallCluster.D;
import static io.dynamo.replication.background.SmallCluster.GRACE_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.store.Area;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section D: tombstones go by proof alone, and what they deleted does not come back. */
class ReaperTest {
  private static final long LONG = 3 * GRACE_MILLIS;

  private final SmallCluster cluster = new SmallCluster();
  private final Siblings value = cluster.putAt(A, "k", "v", B, C);

  @Test
  void aTombstoneThatAllOwnersHoldIsRemovedWhenItIsOld() {
    delete();
    cluster.node(A).background.start();
    cluster.loop.run(GRACE_MILLIS - 1_000);
    assertThat(cluster.node(A).read("k").isNone()).isFalse();
    cluster.loop.run(LONG);
    everywhere(A, B, C).forEach(state -> assertThat(state.isNone()).isTrue());
    assertThat(cluster.told).containsExactlyInAnyOrder("a reaped 1", "b reaped 1", "c reaped 1");
    assertThat(cluster.node(D).partition().generation()).isEqualTo(new Generation(1, 1));
  }

  @Test
  void aTombstoneThatOneOwnerLacksStays() {
    cluster.putAt(A, "k", null, B);
    cluster.node(A).background.start();
    cluster.node(C).down();
    cluster.loop.run(LONG);
    assertThat(cluster.node(A).read("k").isNone()).isFalse();
    assertThat(cluster.told).contains("blocked: c is down").doesNotContain("a reaped 1");
  }

  /** D2: time alone reaps nothing, and the operator is told who is in the way. */
  @Test
  void aFallbackThatIsAwayBlocksReaping() {
    delete();
    cluster.node(D).down();
    cluster.node(A).background.start();
    cluster.loop.run(LONG);
    everywhere(A, B, C).forEach(state -> assertThat(state.isNone()).isFalse());
    assertThat(cluster.told).contains("blocked: d is down");
    cluster.node(D).up();
    cluster.loop.run(LONG);
    everywhere(A, B, C).forEach(state -> assertThat(state.isNone()).isTrue());
  }

  /** D2: the hint has the old value; it must come home before the tombstone goes. */
  @Test
  void aHintBlocksReapingUntilItIsDelivered() {
    cluster.node(D).merge(Area.HINTS, "k", value);
    delete();
    cluster.node(A).background.start();
    cluster.loop.run(LONG);
    everywhere(A, B, C).forEach(state -> assertThat(state.isNone()).isFalse());
    assertThat(cluster.told).contains("blocked: d keeps 1 hints");
    cluster.node(D).background.start();
    cluster.loop.run(LONG);
    everywhere(A, B, C).forEach(state -> assertThat(state.isNone()).isTrue());
    assertThat(cluster.node(D).read(Area.HINTS, "k").isNone()).isTrue();
  }

  /** D4: a copy that was under way all the time cannot bring the value back. */
  @Test
  void aMessageOfTheGenerationBeforeIsRefusedWhereTheKeyIsGone() {
    reap();
    assertThat(cluster.send(B, cluster.merge("k", value, Generation.ZERO)))
        .isEqualTo(new PeerReply.Behind(new Generation(1, 1)));
    assertThat(
            cluster.send(
                D, new PeerRequest.KeepHint(Key.of("k"), value, cluster.stamp(Generation.ZERO))))
        .isEqualTo(new PeerReply.Behind(new Generation(1, 1)));
    assertThat(cluster.node(B).read("k").isNone()).isTrue();
  }

  /** D3: nor where the key has been written anew since. */
  @Test
  void aMessageOfTheGenerationBeforeIsRefusedWhereTheKeyBeganAnew() {
    reap();
    Siblings anew = cluster.putAt(A, "k", "new", B, C);
    assertThat(cluster.send(B, cluster.merge("k", value, Generation.ZERO)))
        .isEqualTo(new PeerReply.Behind(new Generation(1, 1)));
    assertThat(cluster.node(B).read("k")).isEqualTo(anew);
  }

  /** D3: what a member raised before the proofs says nothing about what came to it since. */
  @Test
  void aGenerationThatAMemberRaisedBeforeIsNotUsedAgain() {
    cluster.send(
        D, new PeerRequest.Raise(0, cluster.stamp(Generation.ZERO).owners(), new Generation(1, 0)));
    delete();
    cluster.node(A).background.start();
    cluster.loop.run(LONG);
    assertThat(cluster.told).contains("blocked: d was at generation 1 already");
    everywhere(A, B, C).forEach(state -> assertThat(state.isNone()).isTrue());
    assertThat(cluster.node(D).partition().generation()).isEqualTo(new Generation(2, 2));
  }

  /** D5: before anything is removed every member knows that the generation is complete. */
  @Test
  void everyMemberKnowsOfAReapingBeforeAnythingIsRemoved() {
    delete();
    SmallCluster.Node owner = cluster.node(C);
    cluster.loop.answers(
        C,
        (request, reply) -> {
          if (!(request instanceof PeerRequest.Reap)) {
            owner.replica.handle(cluster.ring, request, reply);
          }
        });
    cluster.node(A).background.start();
    cluster.loop.run(GRACE_MILLIS + 5_000);
    assertThat(cluster.node(B).read("k").isNone()).isTrue();
    assertThat(owner.read("k").isNone()).as("the last word did not reach it").isFalse();
    assertThat(owner.partition().generation()).isEqualTo(new Generation(1, 1));
    assertThat(cluster.node(D).partition().generation()).isEqualTo(new Generation(1, 1));
  }

  /** D5: a disk of an older time is set aside, hints too, and filled anew. */
  @Test
  void whatARestoredDiskHoldsBeyondTheOthersIsSetAside() {
    reap();
    cluster.putAt(A, "other", "v", B);
    SmallCluster.Node restored = cluster.wipe(C);
    restored.merge(Area.RECORDS, "k", value);
    cluster.wipe(D).merge(Area.HINTS, "k", value);
    restored.background.start();
    cluster.node(D).background.start();
    cluster.loop.run(LONG);
    everywhere(A, B, C).forEach(state -> assertThat(state.isNone()).isTrue());
    assertThat(restored.read("other")).isEqualTo(cluster.node(A).read("other"));
    assertThat(restored.partition().whole()).isTrue();
    assertThat(cluster.told).contains("c set aside 1", "d set aside 1");
  }

  /** D5: as long as it does not know it yet, its answer is left out. */
  @Test
  void aMergeTellsARestoredDiskWhatItMissed() {
    reap();
    SmallCluster.Node restored = cluster.wipe(C);
    restored.merge(Area.RECORDS, "k", value);
    Siblings other = cluster.putAt(A, "other", "v");
    assertThat(cluster.send(C, cluster.merge("other", other, new Generation(1, 1))))
        .isInstanceOf(Refusal.class);
    assertThat(restored.read("k").isNone()).isTrue();
    assertThat(cluster.send(C, cluster.merge("other", other, new Generation(1, 1))))
        .isEqualTo(new PeerReply.Merged());
  }

  /** D5: what the node acknowledged before it learnt how old its disk is does not go with it. */
  @Test
  void whatARestoredDiskHasTakenInThisLifeStays() {
    reap();
    SmallCluster.Node restored = cluster.wipe(C);
    restored.merge(Area.RECORDS, "k", value);
    restored.merge(Area.RECORDS, "kept", cluster.putAt(A, "kept", "v", B));
    Siblings put = restored.put("k", "new", VersionVector.EMPTY);
    assertThat(put.versions()).hasSize(2);
    restored.background.start();
    cluster.loop.run(LONG);
    everywhere(A, B, C)
        .forEach(
            state -> assertThat(state.versions()).containsExactly(put.versions().get(own(put))));
    assertThat(restored.partition().whole()).isTrue();
    assertThat(restored.read("kept")).isEqualTo(cluster.node(A).read("kept"));
  }

  private static int own(Siblings state) {
    return state.versions().get(0).dot().actor().node().equals(C) ? 0 : 1;
  }

  /** V7: the first life of b is over; its entry goes with the proof of a reaping. */
  @Test
  void entriesOfRetiredActorsLeaveTheVector() {
    cluster.putAt(B, "k", "by b", A, C);
    Siblings last = cluster.putAt(A, "k", "by a again", B, C);
    assertThat(last.vector().entries()).hasSize(2);
    cluster.node(A).background.start();
    cluster.loop.run(LONG);
    assertThat(cluster.node(A).read("k"))
        .as("b would count on with the header of its record")
        .isEqualTo(last);
    cluster.node(B).actors.newIncarnation("a test says so");
    cluster.loop.run(LONG);
    Siblings compacted = cluster.node(A).read("k");
    assertThat(compacted.vector().entries()).hasSize(1);
    everywhere(B, C).forEach(state -> assertThat(state).isEqualTo(compacted));
    assertThat(cluster.send(C, cluster.merge("k", last, Generation.ZERO)))
        .as("an old replica does not bring the entry back")
        .isInstanceOf(PeerReply.Behind.class);
  }

  private void delete() {
    cluster.putAt(A, "k", null, B, C);
  }

  private void reap() {
    delete();
    cluster.node(A).background.start();
    cluster.loop.run(LONG);
    cluster.node(A).background.stop();
    everywhere(A, B, C).forEach(state -> assertThat(state.isNone()).isTrue());
    cluster.told.clear();
  }

  private List<Siblings> everywhere(NodeId... ids) {
    return List.of(ids).stream().map(id -> cluster.node(id).read("k")).toList();
  }
}
