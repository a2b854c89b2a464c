package io.dynamo.replication.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.InMemoryStorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageFullException;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.actor.MemoryNodeLog;
import io.dynamo.replication.versioning.DottedVersionVectors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a batch when the engine fails, and that no dot is made twice then (rule V4). */
class StoreFailureTest {
  private static final VersionVector BLIND = VersionVector.EMPTY;

  private final StoreFixture f = new StoreFixture();

  @Test
  void v4FailedBatchBurnsTheActorThatItUsed() {
    Actor actor = StoreFixture.actorOf(f.put("a", "1").state(), "1");
    f.engine.failWrites(FailingEngine.broken());
    var failed = f.put("a", "2");
    assertThat(StoreFixture.actorOf(failed.state(), "2")).isEqualTo(actor);
    assertThat(failed.refusal).isNotNull();
    f.engine.failWrites(null);
    Siblings next = f.put("a", "3").state();
    assertThat(StoreFixture.actorOf(next, "3")).isNotEqualTo(actor);
    assertThat(StoreFixture.values(next)).containsExactly("1", "3");
  }

  @Test
  void v3PutOnADiskThatFailedLastIsToldOnlyOnceItIsWritten() {
    f.engine.failWrites(new StorageFullException("full", null));
    assertThat(f.put("a", "1").prepared).isNotNull();
    var refused = f.put("a", "2");
    assertThat(reason(refused)).isEqualTo(Refusal.Reason.DISK_FULL);
    assertThat(refused.prepared).isNull();
    f.engine.failWrites(null);
    var healed = f.put("a", "3");
    assertThat(healed.stored).isTrue();
    assertThat(f.trace).containsSubsequence("write 1", "prepared a=3", "sync", "stored a=3");
    f.put("a", "4");
    assertThat(f.trace).containsSubsequence("prepared a=4", "write 1", "stored a=4");
  }

  @Test
  void q6PutThatIsWrittenAndNotSyncedMayHaveHappened() {
    f.engine.failWrites(new StorageFullException("full", null));
    f.put("a", "1");
    f.engine.failWrites(null);
    f.engine.failSyncs(FailingEngine.broken());
    var unsynced = f.put("a", "2");
    assertThat(unsynced.refusal).isNotNull();
    assertThat(unsynced.prepared).isNotNull();
  }

  @Test
  void v4FailedBatchThatWasSentOutComesBackAsASibling() {
    f.put("a", "1");
    f.engine.failWrites(FailingEngine.broken());
    Siblings sent = f.put("a", "2").state();
    f.engine.failWrites(null);
    f.put("a", "3");
    assertThat(f.merge("a", sent).merged).isTrue();
    assertThat(StoreFixture.values(f.read("a"))).containsExactly("1", "2", "3");
    assertThat(f.trace).doesNotContain("ahead a");
  }

  @Test
  void v4FailedFirstPutOnARecordLeavesItsEpochToNobody() {
    f.engine.failWrites(FailingEngine.broken());
    Actor failed = StoreFixture.actorOf(f.put("a", "1").state(), "1");
    f.engine.failWrites(null);
    assertThat(StoreFixture.actorOf(f.put("a", "2").state(), "2")).isNotEqualTo(failed);
  }

  /** The trap: a second try finds nothing left to take out, and a power cut brings it all back. */
  @Test
  void d5PartitionIsOfTheNewGenerationOnlyOnceWhatItHeldIsGoneForGood() {
    Generation next = new Generation(1, 1);
    PartitionStates states =
        Rings.whole(
            new MemoryNodeLog(),
            Rings.of(1, StoreFixture.LEAF_BITS, StoreFixture.SELF),
            StoreFixture.SELF);
    Dot dot = new Dot(new Actor(new NodeId("other"), 7, 1), 1);
    f.merge(
        "a",
        new Siblings(
            VersionVector.of(List.of(dot)),
            List.of(Version.of(dot, 1, StoreFixture.bytes("1"), null)),
            List.of()));
    f.engine.failSyncs(FailingEngine.broken());
    for (int start = 1; start <= 2; start++) {
      f.store = f.open(Durability.SYNC);
      assertThatThrownBy(() -> upkeep(states).learn(0, next)).isInstanceOf(StorageException.class);
      assertThat(states.of(0).generation()).as("start %d", start).isEqualTo(Generation.ZERO);
    }
    f.engine.failSyncs(null);
    f.store = f.open(Durability.SYNC);
    assertThat(upkeep(states).learn(0, next)).isEqualTo(next);
    f.engine.cutPower();
    f.store = f.open(Durability.SYNC);
    assertThat(f.read("a")).isEqualTo(Siblings.NONE);
  }

  private Upkeep upkeep(PartitionStates states) {
    Store hints =
        Store.ofHints(
            new InMemoryStorageEngine(),
            Durability.SYNC,
            new DottedVersionVectors(),
            states,
            f.actors,
            StoreFixture.CLUSTER,
            1 << 20,
            new NoEvents());
    return new Upkeep(f.store, hints, states, true, new NoEvents());
  }

  @Test
  void failedWriteRefusesAllAndTheNextBatchSucceeds() {
    f.engine.failWrites(FailingEngine.broken());
    var a = f.new Put("a", "1", BLIND, null);
    var b = f.new Put("b", "1", BLIND, null);
    assertThat(f.store.apply(List.of(a.write(), b.write()))).isZero();
    assertThat(reason(a)).isEqualTo(Refusal.Reason.STORAGE_FAILED);
    assertThat(reason(b)).isEqualTo(Refusal.Reason.STORAGE_FAILED);
    assertThat(f.trace).doesNotContain("sync");
    f.engine.failWrites(null);
    assertThat(f.put("a", "2").stored).isTrue();
    assertLeavesAreRight();
  }

  @Test
  void valueThatDoesNotFitFailsAloneAndSmallOnesBesideItAreStored() {
    f.engine.room(1_000);
    var small = f.new Put("a", "1", BLIND, null);
    var large = f.new Put("b", new byte[2_000], BLIND, null, "large");
    var other = f.new Put("c", "1", BLIND, null);
    f.store.apply(List.of(small.write(), large.write(), other.write()));
    assertThat(small.stored).isTrue();
    assertThat(other.stored).isTrue();
    assertThat(reason(large)).isEqualTo(Refusal.Reason.DISK_FULL);
    assertThat(f.read("a")).isEqualTo(small.state());
    assertThat(f.read("b").isNone()).isTrue();
    assertThat(f.trace)
        .containsSubsequence("write 3", "write 1", "write 1", "write 1", "sync", "stored c=1");
    assertLeavesAreRight();
  }

  @Test
  void v4WritesOfOneKeyStandOrFallTogetherOnAFullDisk() {
    f.put("a", "0");
    f.engine.room(1_000);
    var first = f.new Put("a", "1", BLIND, null);
    var large = f.new Put("a", new byte[2_000], BLIND, null, "large");
    var other = f.new Put("b", "1", BLIND, null);
    f.store.apply(List.of(first.write(), large.write(), other.write()));
    assertThat(reason(first)).isEqualTo(Refusal.Reason.DISK_FULL);
    assertThat(reason(large)).isEqualTo(Refusal.Reason.DISK_FULL);
    assertThat(other.stored).isTrue();
    assertThat(StoreFixture.values(f.read("a"))).containsExactly("0");
    Actor failed = StoreFixture.actorOf(first.state(), "1");
    assertThat(StoreFixture.actorOf(f.put("a", "2").state(), "2")).isNotEqualTo(failed);
  }

  @Test
  void fullDiskHealsWhenThereIsRoom() {
    f.engine.failWrites(new StorageFullException("full", null));
    assertThat(reason(f.put("a", "1"))).isEqualTo(Refusal.Reason.DISK_FULL);
    assertThat(f.store.isWritable()).isTrue();
    f.engine.failWrites(null);
    assertThat(f.put("a", "1").stored).isTrue();
  }

  @Test
  void manyFailedFirstPutsDoNotMakeTheNodeForgetItsGoodActors() {
    Actor good = StoreFixture.actorOf(f.put("a", "1").state(), "1");
    f.engine.failWrites(new StorageFullException("full", null));
    for (int i = 0; i < 5_000; i++) {
      f.put("b" + i, "1");
    }
    f.engine.failWrites(null);
    assertThat(StoreFixture.actorOf(f.put("a", "2").state(), "2")).isEqualTo(good);
  }

  @Test
  void failedSyncRefusesTheBatchAndAllLaterWritesButNoReads() {
    f.put("a", "1");
    f.engine.failSyncs(FailingEngine.broken());
    var put = f.put("a", "2");
    assertThat(reason(put)).isEqualTo(Refusal.Reason.STORAGE_FAILED);
    f.engine.failSyncs(null);
    var later = f.put("b", "1");
    assertThat(later.refusal).isNotNull();
    assertThat(later.refusal.detail()).contains("a sync failed");
    assertThat(f.store.isWritable()).isFalse();
    assertThat(f.read("a").isNone()).isFalse();
    assertThat(f.read("b").isNone()).isTrue();
  }

  @Test
  void v5StoreWhoseSyncFailedLeavesNoStopMarker() {
    f.engine.failSyncs(FailingEngine.broken());
    f.put("a", "1");
    assertThat(f.actors.markCleanStop()).isFalse();
  }

  @Test
  void v5StopWhoseSyncFailsLeavesNoStopMarker() {
    f.engine.failSyncs(FailingEngine.broken());
    assertThatThrownBy(f.store::stop).isInstanceOf(StorageException.class);
    assertThat(f.actors.markCleanStop()).isFalse();
  }

  @Test
  void brokenEngineStopsTheWritesAndEveryCallerIsTold() {
    f.engine.failWrites(new IllegalStateException("a bug"));
    var a = f.new Put("a", "1", BLIND, null);
    var b = f.new Put("b", "1", BLIND, null);
    List<StoreWrite.Keyed> batch = List.of(a.write(), b.write());
    assertThatThrownBy(() -> f.store.apply(batch)).hasMessage("a bug");
    assertThat(a.refusal).isNotNull();
    assertThat(b.refusal).isNotNull();
    assertThat(f.store.isWritable()).isFalse();
  }

  @Test
  void everyCallerIsToldOnceWhenTheBatchBreaksOffWhileItIsPrepared() {
    f.engine.failReads(new IllegalStateException("a bug"));
    var a = f.new Put("a", "1", BLIND, null);
    var b = f.new Put("b", "1", BLIND, null);
    List<StoreWrite.Keyed> batch = List.of(a.write(), b.write());
    assertThatThrownBy(() -> f.store.apply(batch)).hasMessage("a bug");
    assertThat(f.trace).containsExactly("refused a=1 STORAGE_FAILED", "refused b=1 STORAGE_FAILED");
  }

  private static Refusal.Reason reason(StoreFixture.Put put) {
    if (put.refusal == null) {
      throw new AssertionError("not refused");
    }
    return put.refusal.reason();
  }

  private void assertLeavesAreRight() {
    Map<Integer, HashSum> right =
        LeafSums.recompute(f.engine, StoreFixture.CLUSTER, StoreFixture.LEAF_BITS);
    assertThat(LeafSums.stored(f.engine, StoreFixture.LEAF_BITS)).isEqualTo(right);
  }
}
