package io.dynamo.replication.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageFullException;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.MemoryNodeLog;
import io.dynamo.replication.actor.StartRegister;
import io.dynamo.replication.actor.Starts;
import io.dynamo.replication.actor.VirtualLoop;
import io.dynamo.replication.versioning.DottedVersionVectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A node's life by chance, and a model of what it must keep. Its two peers keep registers of starts
 * and every state that was ever sent out, and are away now and then.
 *
 * <p>Checked: a dot names one value for ever (V4, V5); what was acknowledged is read back unless
 * the disk was restored or the record forgotten; after each batch the leaves are the sums of the
 * records.
 */
final class NodeLife {
  private static final NodeId SELF = new NodeId("F");
  private static final List<NodeId> PEERS = List.of(new NodeId("p1"), new NodeId("p2"));
  private static final List<NodeId> MEMBERS = List.of(SELF, PEERS.get(0), PEERS.get(1));
  private static final ClusterId CLUSTER = new ClusterId(3, 4);
  private static final int KEYS = 4;

  /** Few leaves, so that keys share them. */
  private static final int LEAF_BITS = 1;

  private final RandomGenerator random;
  private final Versioning versioning = new DottedVersionVectors();
  private final VirtualLoop loop = new VirtualLoop();
  private final List<StartRegister> registers = new ArrayList<>();
  private static final long VIEW = Rings.view(SELF);

  private final Map<String, String> valueOfDot = new HashMap<>();
  private final TreeMap<Key, List<Siblings>> sentOut = new TreeMap<>();
  private final TreeMap<Key, Siblings> acknowledged = new TreeMap<>();
  private final List<Directory> backups = new ArrayList<>();
  private final List<String> ignoredTrace = new ArrayList<>();
  private Directory directory = new Directory(new FailingEngine(ignoredTrace), new MemoryNodeLog());
  private Actors actors;
  private Store store;
  private boolean restored;
  private int values;

  /** What lies on the node's disk. */
  private record Directory(FailingEngine engine, MemoryNodeLog log) {
    Directory copy() {
      return new Directory(engine.copy(), log.copy());
    }
  }

  NodeLife(RandomGenerator random) {
    this.random = random;
    for (NodeId peer : PEERS) {
      registers.add(new StartRegister(peer, 1, new MemoryNodeLog(), loop));
    }
    this.actors = start();
    this.store = openStore();
  }

  void step() {
    int dice = random.nextInt(100);
    if (dice < 70) {
      batch();
    } else if (dice < 78) {
      restartCleanly();
    } else if (dice < 84) {
      crash();
    } else if (dice < 88) {
      backups.add(directory.copy());
    } else if (dice < 93) {
      restore();
    } else {
      forget();
    }
  }

  void checkAll() {
    for (Map.Entry<Key, Siblings> entry : acknowledged.entrySet()) {
      Siblings read = store.read(entry.getKey(), position(entry.getKey())).state();
      // What the model remembers of replaced puts may drop something more; that is no loss.
      Siblings both = versioning.merge(read, entry.getValue());
      assertThat(read.versions()).as("%s", entry).containsAll(both.versions());
      assertThat(read.vector().coversAll(entry.getValue().vector())).as("%s", entry).isTrue();
    }
    assertThat(LeafSums.stored(directory.engine(), LEAF_BITS))
        .isEqualTo(LeafSums.recompute(directory.engine(), CLUSTER, LEAF_BITS));
  }

  private void batch() {
    FailingEngine engine = directory.engine();
    engine.room(random.nextInt(4) == 0 ? 600 : Long.MAX_VALUE);
    if (random.nextInt(10) == 0) {
      engine.failWrites(
          random.nextBoolean() ? FailingEngine.broken() : new StorageFullException("full", null));
    }
    if (random.nextInt(30) == 0) {
      engine.failSyncs(FailingEngine.broken());
    }
    if (random.nextInt(10) == 0) {
      directory.log().failWrites(FailingEngine.broken());
    }
    List<StoreWrite.Keyed> writes = new ArrayList<>();
    List<Ending> endings = new ArrayList<>();
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      Ending ending = new Ending(Key.of("k" + random.nextInt(KEYS)));
      endings.add(ending);
      writes.add(random.nextInt(3) == 0 ? merge(ending) : put(ending));
    }
    store.apply(writes);
    endings.forEach(ending -> assertThat(ending.ended).isTrue());
    engine.failWrites(null);
    engine.failSyncs(null);
    directory.log().failWrites(null);
    checkAll();
    if (!store.isWritable()) {
      crash();
    }
  }

  private StoreWrite.Keyed put(Ending ending) {
    List<Siblings> seen = sentOut.getOrDefault(ending.key, List.of());
    VersionVector context =
        seen.isEmpty() || random.nextInt(3) == 0
            ? VersionVector.EMPTY
            : seen.get(random.nextInt(seen.size())).vector();
    String value = "v" + values++ + (random.nextInt(4) == 0 ? "x".repeat(500) : "");
    RequestIdentity identity = random.nextInt(3) == 0 ? new RequestIdentity(1, values) : null;
    ending.value = value;
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Position position = position(ending.key);
    return new StoreWrite.Put(
        new LocalPut(
            Area.RECORDS, ending.key, position, VIEW, context, false, bytes, identity, values),
        ending);
  }

  private StoreWrite.Keyed merge(Ending ending) {
    List<Siblings> seen = sentOut.getOrDefault(ending.key, List.of());
    Siblings state = seen.isEmpty() ? Siblings.NONE : seen.get(random.nextInt(seen.size()));
    ending.prepared = state;
    return new StoreWrite.Merge(
        Area.RECORDS,
        ending.key,
        position(ending.key),
        state,
        new Stamp(VIEW, Generation.ZERO),
        ending);
  }

  private void restartCleanly() {
    store.stop();
    assertThat(actors.markCleanStop()).isTrue();
    if (random.nextBoolean()) {
      backups.add(directory.copy());
    }
    long before = actors.incarnation();
    boolean confirmed = restart();
    if (confirmed && !restored) {
      assertThat(actors.incarnation()).isEqualTo(before);
    }
    checkAll();
  }

  private void crash() {
    if (random.nextBoolean()) {
      directory.engine().cutPower();
    }
    restart();
    checkAll();
  }

  private void restore() {
    if (!backups.isEmpty()) {
      directory = backups.get(random.nextInt(backups.size())).copy();
      acknowledged.clear();
      restored = true;
      restart();
    }
  }

  /** As after a delivered hint: the record goes, and its hash with it. */
  private void forget() {
    Key key = Key.of("k" + random.nextInt(KEYS));
    FailingEngine engine = directory.engine();
    engine.forget(EngineKeys.ofRecord(position(key), key));
    acknowledged.remove(key);
    List<Mutation> leaves = new ArrayList<>();
    Map<Integer, HashSum> right = LeafSums.recompute(engine, CLUSTER, LEAF_BITS);
    for (int leaf = 0; leaf < 1 << LEAF_BITS; leaf++) {
      byte[] leafKey = EngineKeys.ofLeaf(leaf, LEAF_BITS);
      HashSum sum = right.get(leaf);
      leaves.add(sum == null ? Mutation.remove(leafKey) : Mutation.put(leafKey, sum.toBytes()));
    }
    engine.room(Long.MAX_VALUE);
    engine.write(leaves);
    engine.sync();
    store = openStore();
  }

  /**
   * @return whether all peers were there
   */
  private boolean restart() {
    for (int i = 0; i < PEERS.size(); i++) {
      StartRegister register = registers.get(i);
      if (random.nextInt(4) == 0) {
        loop.kill(PEERS.get(i));
      } else {
        loop.answers(
            PEERS.get(i),
            (request, reply) -> register.onAnnounce((PeerRequest.AnnounceStart) request, reply));
      }
    }
    int before = loop.sent().size();
    actors = start();
    store = openStore();
    return loop.sent().subList(before, loop.sent().size()).stream()
            .filter(line -> line.endsWith("AnnounceStart"))
            .count()
        == PEERS.size();
  }

  private Actors start() {
    Starts starts = Starts.start(SELF, directory.log(), random, MEMBERS, loop);
    loop.run(3_000);
    return starts.actors();
  }

  private Store openStore() {
    FailingEngine engine = directory.engine();
    return new Store(
        engine,
        Durability.SYNC,
        versioning,
        Rings.whole(new MemoryNodeLog(), Rings.of(1, LEAF_BITS, SELF), SELF),
        actors,
        CLUSTER,
        LEAF_BITS,
        new NoEvents());
  }

  private static Position position(Key key) {
    return new Position(key.hashCode() * 0x9e3779b97f4a7c15L, 0);
  }

  /** What became of one write, and what the model makes of it. */
  private final class Ending implements LocalStore.PutHandler, LocalStore.MergeHandler {
    private final Key key;
    private @Nullable String value;
    private @Nullable Siblings prepared;
    private boolean ended;

    Ending(Key key) {
      this.key = key;
    }

    @Override
    public void onPrepared(Siblings state, Generation generation) {
      prepared = state;
      for (Version version : state.versions()) {
        String text = new String(version.value(), StandardCharsets.UTF_8);
        Dot dot = version.dot();
        String other = valueOfDot.putIfAbsent(key + " " + dot, text);
        assertThat(other == null || other.equals(text))
            .as("%s %s is both %s and %s", key, dot, other, text)
            .isTrue();
      }
      sentOut.computeIfAbsent(key, unused -> new ArrayList<>()).add(state);
    }

    @Override
    public void onStored(boolean sealed) {
      end();
      acknowledge();
    }

    @Override
    public void onMerged(boolean sealed) {
      end();
      acknowledge();
    }

    @Override
    public void onSeenOtherwise() {
      throw new AssertionError("no owner changes");
    }

    @Override
    public void onSealed() {
      throw new AssertionError("nothing is sealed");
    }

    @Override
    public void onBehind(Generation present) {
      throw new AssertionError("nothing was raised, but it is at " + present);
    }

    @Override
    public void onTooManySiblings(Siblings stored) {
      end();
    }

    @Override
    public void onRefused(Refusal refusal) {
      end();
    }

    private void acknowledge() {
      Siblings state = prepared;
      if (state == null) {
        throw new AssertionError("stored but not prepared: " + value);
      }
      acknowledged.merge(key, state, versioning::merge);
    }

    private void end() {
      assertThat(ended).as("%s %s ended before", key, value).isFalse();
      ended = true;
    }
  }
}
