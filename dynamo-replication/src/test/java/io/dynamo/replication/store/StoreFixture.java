package io.dynamo.replication.store;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.MemoryNodeLog;
import io.dynamo.replication.actor.Starts;
import io.dynamo.replication.versioning.DottedVersionVectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A store of node F over a {@link FailingEngine}, and writes whose endings are written down. */
final class StoreFixture {
  static final NodeId SELF = new NodeId("F");
  static final ClusterId CLUSTER = new ClusterId(1, 2);
  static final int LEAF_BITS = 16;
  static final long WALL_MILLIS = 1_000_000;

  /** Everything that happened, in order: calls of the engine, endings, events. */
  private static final long VIEW = Rings.view(SELF);

  final List<String> trace = new ArrayList<>();

  final FailingEngine engine = new FailingEngine(trace);
  final MemoryNodeLog log = new MemoryNodeLog();
  final Actors actors = Starts.alone(SELF, log, new SplittableRandom(1), new Traced());
  Store store = open(Durability.SYNC);

  Store open(Durability durability) {
    return new Store(
        engine,
        durability,
        new DottedVersionVectors(),
        Rings.whole(new MemoryNodeLog(), Rings.of(1, LEAF_BITS, SELF), SELF),
        actors,
        CLUSTER,
        LEAF_BITS,
        new Traced());
  }

  /** The positions of keys are made of their hash, so that tests need no ring. */
  static Position position(Key key) {
    return new Position(key.hashCode() * 0x9e3779b97f4a7c15L, key.size());
  }

  static byte[] engineKey(String key) {
    return EngineKeys.ofRecord(position(Key.of(key)), Key.of(key));
  }

  Siblings read(String key) {
    return store.read(Key.of(key), position(Key.of(key))).state();
  }

  /** A put that was applied alone. */
  Put put(String key, String value, VersionVector context) {
    Put put = new Put(key, value, context, null);
    store.apply(List.of(put.write()));
    return put;
  }

  Put put(String key, String value) {
    return put(key, value, VersionVector.EMPTY);
  }

  Merge merge(String key, Siblings state) {
    Merge merge = new Merge(key, state);
    store.apply(List.of(merge.write()));
    return merge;
  }

  /** Whose dot the value of this text has. */
  static Actor actorOf(Siblings state, String value) {
    return version(state, value).dot().actor();
  }

  static Version version(Siblings state, String value) {
    for (Version version : state.versions()) {
      if (text(version).equals(value)) {
        return version;
      }
    }
    throw new AssertionError("no value " + value + " in " + state);
  }

  static List<String> values(Siblings state) {
    return state.versions().stream().map(StoreFixture::text).sorted().toList();
  }

  private static String text(Version version) {
    return new String(version.value(), StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A put and what became of it. */
  final class Put implements LocalStore.PutHandler {
    private final String name;
    private final LocalPut put;
    @Nullable Siblings prepared;
    @Nullable Siblings tooMany;
    boolean stored;
    @Nullable Refusal refusal;

    Put(String key, String value, VersionVector context, @Nullable RequestIdentity identity) {
      this(key, bytes(value), context, identity, value);
    }

    Put(
        String key,
        byte[] value,
        VersionVector context,
        @Nullable RequestIdentity identity,
        String name) {
      Key k = Key.of(key);
      this.name = key + "=" + name;
      this.put =
          new LocalPut(
              Area.RECORDS, k, position(k), VIEW, context, false, value, identity, WALL_MILLIS);
    }

    StoreWrite.Keyed write() {
      return new StoreWrite.Put(put, this);
    }

    Siblings state() {
      if (prepared == null) {
        throw new AssertionError(name + " was not prepared: " + refusal);
      }
      return prepared;
    }

    @Override
    public void onPrepared(Siblings state, Generation generation) {
      check(prepared == null && !ended());
      prepared = state;
      trace.add("prepared " + name);
    }

    @Override
    public void onStored(boolean sealed) {
      check(prepared != null && !ended());
      stored = true;
      trace.add("stored " + name);
    }

    @Override
    public void onTooManySiblings(Siblings state) {
      check(prepared == null && !ended());
      tooMany = state;
      trace.add("too many " + name);
    }

    @Override
    public void onRefused(Refusal why) {
      check(!ended());
      refusal = why;
      trace.add("refused " + name + " " + why.reason());
    }

    boolean ended() {
      return stored || refusal != null || tooMany != null;
    }

    private void check(boolean legal) {
      if (!legal) {
        throw new AssertionError(name + " was told out of order");
      }
    }
  }

  /** A merge and what became of it. */
  final class Merge implements LocalStore.MergeHandler {
    private final String key;
    private final Siblings state;
    boolean merged;
    @Nullable Refusal refusal;

    Merge(String key, Siblings state) {
      this.key = key;
      this.state = state;
    }

    StoreWrite.Keyed write() {
      return new StoreWrite.Merge(
          Area.RECORDS,
          Key.of(key),
          position(Key.of(key)),
          state,
          new Stamp(VIEW, Generation.ZERO),
          this);
    }

    @Override
    public void onMerged(boolean sealed) {
      check();
      merged = true;
      trace.add("merged " + key);
    }

    @Override
    public void onBehind(Generation present) {
      throw new AssertionError("nothing was raised, but it is at " + present);
    }

    @Override
    public void onRefused(Refusal why) {
      check();
      refusal = why;
      trace.add("refused " + key + " " + why.reason());
    }

    private void check() {
      if (merged || refusal != null) {
        throw new AssertionError("merge of " + key + " ended twice");
      }
    }
  }

  /** Events as lines of the trace. */
  private final class Traced extends NoEvents {
    @Override
    public void batchFailed(int writes, String reason) {
      trace.add("failed " + writes);
    }

    @Override
    public void recordDamaged(Key key, String detail) {
      trace.add("damaged " + key);
    }

    @Override
    public void actorAhead(Key key, Actor actor) {
      trace.add("ahead " + key);
    }

    @Override
    public void manySiblings(Key key, int versions) {
      trace.add("many " + key + " " + versions);
    }
  }
}
