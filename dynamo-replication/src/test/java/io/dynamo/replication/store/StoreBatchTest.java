package io.dynamo.replication.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Group commit: many writes, one batch of the engine, one sync, every ending told once. */
class StoreBatchTest {
  private static final VersionVector BLIND = VersionVector.EMPTY;

  private final StoreFixture f = new StoreFixture();

  @Test
  void readOfNothingIsNone() {
    assertThat(f.read("a")).isEqualTo(Siblings.NONE);
  }

  @Test
  void v5AllPutsArePreparedBeforeTheEngineWritesAndEndAfterTheSync() {
    var a = f.new Put("a", "1", BLIND, null);
    var b = f.new Put("b", "2", BLIND, null);
    int done = f.store.apply(List.of(a.write(), b.write()));
    assertThat(done).isEqualTo(2);
    assertThat(f.trace)
        .containsExactly(
            "prepared a=1", "prepared b=2", "write 2", "sync", "stored a=1", "stored b=2");
    assertThat(f.read("a")).isEqualTo(a.state());
  }

  @Test
  void withoutDurabilityNothingIsSyncedUntilTheStop() {
    f.store = f.open(Durability.NONE);
    f.put("a", "1");
    assertThat(f.trace).doesNotContain("sync");
    f.store.stop();
    assertThat(f.trace).endsWith("sync");
  }

  @Test
  void writesOfOneKeySeeThoseBeforeThemAndAreOneRecord() {
    var first = f.new Put("a", "1", BLIND, null);
    var second = f.new Put("a", "2", BLIND, null);
    f.store.apply(List.of(first.write(), second.write()));
    assertThat(StoreFixture.values(first.state())).containsExactly("1");
    assertThat(StoreFixture.values(second.state())).containsExactly("1", "2");
    assertThat(f.read("a")).isEqualTo(second.state());
    assertThat(f.trace).contains("write 1");
  }

  @Test
  void mergeThatChangesNothingWritesNothing() {
    Siblings state = f.put("a", "1").state();
    f.trace.clear();
    assertThat(f.merge("a", state).merged).isTrue();
    assertThat(f.trace).containsExactly("merged a");
  }

  @Test
  void whatAnEarlierProcessWroteIsSyncedBeforeItIsAnswered() {
    f.store = f.open(Durability.NONE);
    Siblings state = f.put("a", "1").state();
    f.store = f.open(Durability.SYNC);
    f.trace.clear();
    f.merge("a", state);
    f.merge("a", state);
    assertThat(f.trace).containsExactly("sync", "merged a", "merged a");
  }

  @Test
  void mergeThatChangesNothingWaitsForThePutThatItRestsOn() {
    var put = f.new Put("a", "1", BLIND, null);
    f.store.apply(List.of(put.write()));
    var next = f.new Put("a", "2", put.state().vector(), null);
    var merge = f.new Merge("a", put.state());
    f.trace.clear();
    f.store.apply(List.of(next.write(), merge.write()));
    assertThat(f.trace)
        .containsExactly("prepared a=2", "write 1", "sync", "stored a=2", "merged a");
  }

  @Test
  void tombstoneIsAVersion() {
    Siblings state = f.put("a", "1").state();
    Version tombstone = Version.tombstone(dot("n2", 1), 5, null);
    Siblings deleted =
        new Siblings(state.vector().with(tombstone.dot()), List.of(tombstone), List.of());
    f.merge("a", deleted);
    assertThat(f.read("a").live()).isEmpty();
    assertThat(f.read("a").isNone()).isFalse();
  }

  @Test
  void timeStampsOfOneKeyOnlyGrow() {
    Version future =
        Version.of(dot("n2", 1), (StoreFixture.WALL_MILLIS + 1) << 16, bytes("x"), null);
    f.merge("a", new Siblings(VersionVector.of(List.of(future.dot())), List.of(future), List.of()));
    Siblings state = f.put("a", "1").state();
    assertThat(StoreFixture.version(state, "1").timestamp()).isEqualTo(future.timestamp() + 1);
    Siblings other = f.put("b", "1").state();
    assertThat(StoreFixture.version(other, "1").timestamp())
        .isEqualTo(StoreFixture.WALL_MILLIS << 16);
  }

  @Test
  void damagedRecordRefusesItsOwnWritesOnly() {
    f.put("a", "1");
    f.engine.damage(StoreFixture.engineKey("a"), 20);
    var a = f.new Put("a", "2", BLIND, null);
    var b = f.new Put("b", "2", BLIND, null);
    f.trace.clear();
    f.store.apply(List.of(a.write(), b.write()));
    assertThat(a.refusal).isNotNull();
    assertThat(a.refusal.reason()).isEqualTo(Refusal.Reason.RECORD_DAMAGED);
    assertThat(b.stored).isTrue();
    assertThat(f.trace).startsWith("damaged a");
    assertThat(f.store.isWritable()).isTrue();
  }

  @Test
  void damagedRecordIsNeverNotFound() {
    f.put("a", "1");
    f.engine.damage(StoreFixture.engineKey("a"), 20);
    assertThatThrownBy(() -> f.read("a"))
        .isInstanceOf(DamagedRecordException.class)
        .hasMessageContaining("record of a");
    assertThat(f.trace).contains("damaged a");
  }

  @Test
  void stateThatArrivesDamagedIsNotTaken() {
    Dot dot = dot("n2", 1);
    Version bad = new Version(dot, 1, false, bytes("x"), 12345, null, List.of());
    var merge = f.merge("a", new Siblings(VersionVector.of(List.of(dot)), List.of(bad), List.of()));
    assertThat(merge.refusal).isNotNull();
    assertThat(f.read("a").isNone()).isTrue();
  }

  @Test
  void mergeOfMoreThanTheEngineTakesIsRefused() {
    byte[] value = new byte[16 << 20];
    List<Version> versions = new ArrayList<>();
    List<Dot> dots = new ArrayList<>();
    for (int i = 1; i <= StorageEngine.MAX_VALUE_BYTES / value.length; i++) {
      Dot dot = dot("n2", i);
      dots.add(dot);
      versions.add(Version.of(dot, 1, value, null));
    }
    var merge = f.merge("a", new Siblings(VersionVector.of(dots), versions, List.of()));
    assertThat(merge.refusal).isNotNull();
    assertThat(merge.refusal.detail()).contains("the most is " + StorageEngine.MAX_VALUE_BYTES);
    assertThat(f.store.isWritable()).isTrue();
  }

  @Test
  void recordThatCannotBeReadRefusesItsWrites() {
    f.engine.failReads(FailingEngine.broken());
    var put = f.put("a", "1");
    assertThat(put.refusal).isNotNull();
    assertThat(put.refusal.reason()).isEqualTo(Refusal.Reason.STORAGE_FAILED);
    f.engine.failReads(null);
    assertThat(f.put("a", "1").stored).isTrue();
  }

  @Test
  void epochThatCannotBeReservedRefusesThePutAndNothingElse() {
    f.log.failWrites(new StorageException("log broken"));
    Version value = Version.of(dot("n2", 1), 1, bytes("x"), null);
    var merge =
        f
        .new Merge(
            "a", new Siblings(VersionVector.of(List.of(value.dot())), List.of(value), List.of()));
    var put = f.new Put("b", "1", BLIND, null);
    f.store.apply(List.of(put.write(), merge.write()));
    assertThat(put.refusal).isNotNull();
    assertThat(merge.merged).isTrue();
    f.log.failWrites(null);
    assertThat(f.put("b", "1").stored).isTrue();
  }

  @Test
  void afterTheStopNothingIsWritten() {
    f.store.stop();
    var put = f.put("a", "1");
    assertThat(put.refusal).isNotNull();
    assertThat(put.refusal.reason()).isEqualTo(Refusal.Reason.NOT_READY);
    assertThat(f.store.isWritable()).isFalse();
  }

  private static byte[] bytes(String text) {
    return StoreFixture.bytes(text);
  }

  private static Dot dot(String node, long counter) {
    return new Dot(new Actor(new NodeId(node), 1, counter), 1);
  }
}
