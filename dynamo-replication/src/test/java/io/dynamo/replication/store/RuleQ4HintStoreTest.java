package io.dynamo.replication.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.InMemoryStorageEngine;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.MemoryNodeLog;
import io.dynamo.replication.actor.StandaloneActors;
import io.dynamo.replication.versioning.DottedVersionVectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a fallback keeps (Dynamo §4.6, rule Q4), and whose dots it makes (rule V4). */
class RuleQ4HintStoreTest {
  private static final NodeId OTHER = new NodeId("other");
  private static final Position POSITION = new Position(7, 7);
  private static final Key KEY = Key.of("cart");

  private final InMemoryStorageEngine engine = new InMemoryStorageEngine();
  private final Actors actors = StandaloneActors.of(new NodeId("fallback"));
  private final List<String> told = new ArrayList<>();
  private Store hints = open(1 << 20);

  private Store open(long maxBytes) {
    return Store.ofHints(
        engine,
        Durability.SYNC,
        new DottedVersionVectors(),
        Rings.whole(new MemoryNodeLog(), Rings.of(1, 16, OTHER), OTHER),
        actors,
        new ClusterId(1, 2),
        maxBytes,
        new NoEvents());
  }

  @Test
  void aHintIsKeptShownAndFoundInTheOrderOfTheStore() {
    keep("a", written("a", 1, 10));
    keep("b", written("b", 1, 10));
    assertThat(told).containsExactly("done", "done");
    List<Hint> first = hints.hints(null, 1);
    assertThat(first)
        .containsExactly(new Hint(Key.of("a"), POSITION, written("a", 1, 10), Generation.ZERO));
    assertThat(hints.hints(first.get(0), 10)).extracting(Hint::key).containsExactly(Key.of("b"));
    assertThat(hints.hintCount()).isEqualTo(2);
  }

  @Test
  void aHintThatIsStillWhatWasDeliveredGoes() {
    keep("a", written("a", 1, 10));
    remove("a", written("a", 1, 10));
    assertThat(hints.read(Key.of("a"), POSITION).state().isNone()).isTrue();
    assertThat(hints.hintCount()).isZero();
    assertThat(hints.hintBytes()).isZero();
  }

  /** A write that came while the hint was under way is not dropped with it. */
  @Test
  void aHintThatHasGrownSinceItWasSentStays() {
    keep("a", written("a", 1, 10));
    keep("a", written("a", 2, 10));
    remove("a", written("a", 1, 10));
    assertThat(hints.read(Key.of("a"), POSITION).state()).isEqualTo(written("a", 2, 10));
    assertThat(hints.hintCount()).isEqualTo(1);
  }

  /**
   * V4: a fallback makes F:1, delivers and forgets, gets F:1 back in a put of the same key: it must
   * not make F:1 again.
   */
  @Test
  void theHeaderGoesWithTheHintSoThatNoDotIsMadeTwice() {
    Siblings first = put(VersionVector.EMPTY);
    remove("cart", first);
    Siblings second = put(VersionVector.EMPTY);
    Dot one = first.versions().get(0).dot();
    Dot two = second.versions().get(0).dot();
    assertThat(two.actor()).isNotEqualTo(one.actor());
    Siblings third = put(first.vector());
    assertThat(third.versions()).hasSize(2);
  }

  @Test
  void overTheBoundAHintIsRefusedAndWhatIsKeptStays() {
    hints = open(2_000);
    keep("a", written("a", 1, 1_200));
    keep("b", written("b", 1, 1_200));
    assertThat(told).containsExactly("done", "HINTS_FULL");
    assertThat(hints.read(Key.of("a"), POSITION).state()).isEqualTo(written("a", 1, 1_200));
    remove("a", written("a", 1, 1_200));
    keep("b", written("b", 1, 1_200));
    assertThat(told).containsExactly("done", "HINTS_FULL", "done", "done");
  }

  /** The bound holds within one batch too. */
  @Test
  void hintsOfOneBatchAreCountedTogether() {
    hints = open(2_000);
    hints.apply(
        List.of(
            merge(Key.of("a"), written("a", 1, 1_200)),
            merge(Key.of("b"), written("b", 1, 1_200))));
    assertThat(told).containsExactlyInAnyOrder("done", "HINTS_FULL");
  }

  @Test
  void whatIsKeptIsCountedAgainWhenTheStoreIsOpened() {
    keep("a", written("a", 1, 100));
    long bytes = hints.hintBytes();
    hints = open(1 << 20);
    assertThat(hints.hintCount()).isEqualTo(1);
    assertThat(hints.hintBytes()).isEqualTo(bytes).isPositive();
  }

  private void keep(String key, Siblings state) {
    hints.apply(List.of(merge(Key.of(key), state)));
  }

  private StoreWrite.Keyed merge(Key key, Siblings state) {
    return new StoreWrite.Merge(
        Area.HINTS, key, POSITION, state, new Stamp(0, Generation.ZERO), new Told());
  }

  private void remove(String key, Siblings state) {
    hints.apply(List.of(new StoreWrite.RemoveHint(Key.of(key), POSITION, state, new Told())));
  }

  private Siblings put(VersionVector context) {
    List<Siblings> prepared = new ArrayList<>();
    LocalPut put =
        new LocalPut(Area.HINTS, KEY, POSITION, 0, context, false, new byte[] {1}, null, 1);
    hints.apply(List.of(new StoreWrite.Put(put, new Prepared(prepared))));
    assertThat(hints.read(KEY, POSITION).state()).isEqualTo(prepared.get(0));
    return prepared.get(0);
  }

  /** What remains when another node wrote so often, each time in place of the former. */
  private static Siblings written(String name, long counter, int size) {
    byte[] value = (name + counter + "x".repeat(size)).getBytes(StandardCharsets.UTF_8);
    Version version = Version.of(new Dot(new Actor(OTHER, 7, 1), counter), 1, value, null);
    return new Siblings(VersionVector.of(List.of(version.dot())), List.of(version), List.of());
  }

  private final class Told implements StoreHandler<Done>, LocalStore.MergeHandler {
    @Override
    public void onMerged(boolean sealed) {
      told.add("done");
    }

    @Override
    public void onBehind(Generation present) {
      throw new AssertionError("nothing was raised");
    }

    @Override
    public void onDone(Done done) {
      told.add("done");
    }

    @Override
    public void onRefused(Refusal refusal) {
      told.add(refusal.reason().name());
    }
  }

  private record Prepared(List<Siblings> states) implements LocalStore.PutHandler {
    @Override
    public void onPrepared(Siblings state, Generation generation) {
      states.add(state);
    }

    @Override
    public void onStored(boolean sealed) {}

    @Override
    public void onTooManySiblings(Siblings stored) {
      throw new AssertionError("too many");
    }

    @Override
    public void onRefused(Refusal refusal) {
      throw new AssertionError(refusal.toString());
    }
  }
}
