package io.dynamo.replication.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.storage.Mutation;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules V3, V4, V6, V10 and V11 where puts and merges meet what is stored. */
class StoreRulesTest {
  private static final VersionVector BLIND = VersionVector.EMPTY;
  private static final RequestIdentity ID = new RequestIdentity(7, 7);

  private final StoreFixture f = new StoreFixture();

  @Test
  void v3DotIsTheNodesOwn() {
    Siblings state = f.put("a", "1").state();
    Actor actor = StoreFixture.actorOf(state, "1");
    assertThat(actor.node()).isEqualTo(StoreFixture.SELF);
    assertThat(actor.incarnation()).isEqualTo(f.actors.incarnation());
  }

  @Test
  void v4PutsOnOneRecordCountOnWithOneActor() {
    Siblings first = f.put("a", "1").state();
    Siblings second = f.put("a", "2", first.vector()).state();
    Siblings third = f.put("a", "3", second.vector()).state();
    Dot dot = StoreFixture.version(first, "1").dot();
    assertThat(third.vector().entries()).containsExactly(new Dot(dot.actor(), 3));
  }

  @Test
  void v4PutsOnTwoRecordsHaveTwoActors() {
    Actor a = StoreFixture.actorOf(f.put("a", "1").state(), "1");
    Actor b = StoreFixture.actorOf(f.put("b", "1").state(), "1");
    assertThat(a).isNotEqualTo(b);
  }

  @Test
  void v4MergeNeverSetsTheHeader() {
    Siblings foreign = f.put("a", "1").state();
    f.merge("b", foreign);
    Siblings state = f.put("b", "2").state();
    assertThat(StoreFixture.actorOf(state, "2")).isNotEqualTo(StoreFixture.actorOf(state, "1"));
  }

  @Test
  void v4MergeKeepsTheHeader() {
    Actor actor = StoreFixture.actorOf(f.put("a", "1").state(), "1");
    f.merge("a", f.put("b", "x").state());
    assertThat(StoreFixture.actorOf(f.put("a", "2").state(), "2")).isEqualTo(actor);
  }

  /**
   * The interleaving of the protocol: a fallback makes F:1 and F:2, delivers and forgets, gets F:1
   * back from a stale put, and must not make F:2 again, which the owners would take for the old
   * one.
   */
  @Test
  void v4FallbackThatForgotARecordAndGotAnOldStateBackDoesNotRepeatADot() {
    Siblings one = f.put("a", "1").state();
    Siblings two = f.put("a", "2", one.vector()).state();
    Dot lost = StoreFixture.version(two, "2").dot();
    f.engine.forget(StoreFixture.engineKey("a"));
    f.merge("a", one);
    Siblings three = f.put("a", "3", one.vector()).state();
    assertThat(StoreFixture.version(three, "3").dot()).isNotEqualTo(lost);
    f.merge("a", two);
    assertThat(StoreFixture.values(f.read("a"))).containsExactly("2", "3");
  }

  @Test
  void v6HeadersActorAheadInAMergeChangesTheIncarnation() {
    Siblings one = f.put("a", "1").state();
    FailingEngine backup = f.engine.copy();
    Siblings two = f.put("a", "2", one.vector()).state();
    restoreRecord(backup);
    long before = f.actors.incarnation();
    f.merge("a", two);
    assertThat(f.actors.incarnation()).isNotEqualTo(before);
    assertThat(f.trace).contains("ahead a");
    Siblings three = f.put("a", "3", two.vector()).state();
    assertThat(StoreFixture.actorOf(three, "3").incarnation()).isEqualTo(f.actors.incarnation());
    assertThat(StoreFixture.values(three)).containsExactly("3");
  }

  @Test
  void v6HeadersActorAheadInAContextChangesTheIncarnationBeforeTheDot() {
    Siblings one = f.put("a", "1").state();
    FailingEngine backup = f.engine.copy();
    Siblings two = f.put("a", "2", one.vector()).state();
    restoreRecord(backup);
    Siblings three = f.put("a", "3", two.vector()).state();
    assertThat(StoreFixture.actorOf(three, "3").incarnation())
        .isNotEqualTo(StoreFixture.actorOf(two, "2").incarnation());
    assertThat(StoreFixture.values(three)).containsExactly("3");
  }

  @Test
  void v6OwnEpochThatWasNeverHandedOutChangesTheIncarnation() {
    f.put("a", "1");
    long before = f.actors.incarnation();
    Dot stranger = new Dot(new Actor(StoreFixture.SELF, before, 5_000), 1);
    Version version = Version.of(stranger, 1, new byte[0], null);
    f.merge("b", new Siblings(VersionVector.of(List.of(stranger)), List.of(version), List.of()));
    assertThat(f.actors.incarnation()).isNotEqualTo(before);
    assertThat(f.trace).contains("ahead b");
  }

  @Test
  void v6WritesInFlightInTheSameBatchAreNoAlarm() {
    Siblings one = f.put("a", "1").state();
    long before = f.actors.incarnation();
    var put = f.new Put("a", "2", one.vector(), null);
    List<StoreWrite.Keyed> batch = new ArrayList<>(List.of(put.write()));
    Dot next = new Dot(StoreFixture.actorOf(one, "1"), 2);
    Version same = Version.of(next, 1, StoreFixture.bytes("2"), null);
    Siblings echo = new Siblings(one.vector().with(next), List.of(same), List.of());
    batch.add(f.new Merge("a", echo).write());
    f.store.apply(batch);
    assertThat(f.actors.incarnation()).isEqualTo(before);
  }

  @Test
  void v10RetryMakesNoDotAndIsAnsweredWithWhatIsStored() {
    var put = f.new Put("a", "1", BLIND, ID);
    f.store.apply(List.of(put.write()));
    f.trace.clear();
    var retry = f.new Put("a", "1", BLIND, ID);
    f.store.apply(List.of(retry.write()));
    assertThat(retry.stored).isTrue();
    assertThat(retry.state()).isEqualTo(put.state());
    assertThat(f.trace).containsExactly("prepared a=1", "stored a=1");
  }

  @Test
  void v10RetryInTheSameBatchFallsWithItsFirstTry() {
    f.engine.failWrites(FailingEngine.broken());
    var put = f.new Put("a", "1", BLIND, ID);
    var retry = f.new Put("a", "1", BLIND, ID);
    f.store.apply(List.of(put.write(), retry.write()));
    assertThat(retry.state()).isEqualTo(put.state());
    assertThat(put.refusal).isNotNull();
    assertThat(retry.refusal).isNotNull();
  }

  @Test
  void v10RetryOfAReplacedPutDoesNotComeBack() {
    var put = f.new Put("a", "1", BLIND, ID);
    f.store.apply(List.of(put.write()));
    f.put("a", "2", put.state().vector());
    var retry = f.new Put("a", "1", BLIND, ID);
    f.store.apply(List.of(retry.write()));
    assertThat(retry.stored).isTrue();
    assertThat(StoreFixture.values(f.read("a"))).containsExactly("2");
  }

  @Test
  void v11PutThatAddsToAFullKeyIsToldSoAndOneThatShrinksItPasses() {
    List<StoreWrite.Keyed> batch = new ArrayList<>();
    for (int i = 0; i < Siblings.MAX_VERSIONS; i++) {
      batch.add(f.new Put("a", "v" + i, BLIND, null).write());
    }
    f.store.apply(batch);
    Siblings full = f.read("a");
    assertThat(full.versions()).hasSize(Siblings.MAX_VERSIONS);
    assertThat(f.trace).contains("many a 25", "many a 100").doesNotContain("many a 24");
    var refused = f.put("a", "more");
    assertThat(refused.tooMany).isEqualTo(full);
    assertThat(f.read("a")).isEqualTo(full);
    assertThat(f.put("a", "one", full.vector()).stored).isTrue();
    assertThat(StoreFixture.values(f.read("a"))).containsExactly("one");
  }

  @Test
  void v11MergeIsNeverRefusedForTheBound() {
    List<StoreWrite.Keyed> batch = new ArrayList<>();
    for (int i = 0; i < Siblings.MAX_VERSIONS; i++) {
      batch.add(f.new Put("a", "v" + i, BLIND, null).write());
    }
    f.store.apply(batch);
    assertThat(f.merge("a", f.put("b", "x").state()).merged).isTrue();
    assertThat(f.read("a").versions()).hasSize(Siblings.MAX_VERSIONS + 1);
  }

  /** As if the disk had lost the last writes of key "a" under the running node. */
  private void restoreRecord(FailingEngine backup) {
    byte[] key = StoreFixture.engineKey("a");
    byte[] old = backup.get(key);
    if (old == null) {
      throw new AssertionError("nothing to restore");
    }
    f.engine.write(List.of(Mutation.put(key, old)));
  }
}
