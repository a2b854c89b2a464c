package io.dynamo.bench.tree;

import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.MapSettings;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.InMemoryStorageEngine;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.StartSequence;
import io.dynamo.replication.coordination.Coordination;
import io.dynamo.replication.coordination.Replica;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.replication.store.Store;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.StoreWrite;
import io.dynamo.replication.store.Stores;
import io.dynamo.replication.versioning.DottedVersionVectors;
import io.dynamo.storage.lmdb.LmdbStorageEngineProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One owner with its store in LMDB, on the loop of the drill. */
final class Owner implements AutoCloseable {
  static final DottedVersionVectors VERSIONING = new DottedVersionVectors();

  private final NodeId id;
  private final Ring ring;
  private final KeyHash hash;
  private final LiveLoop loop;
  private final StorageEngine engine;
  private final Stores stores;
  private final LocalStore store;
  private final List<StoreWrite> batch = new ArrayList<>();

  Owner(
      NodeId id, Path directory, Ring ring, KeyHash hash, LiveLoop loop, CountedTransport network) {
    this.id = id;
    this.ring = ring;
    this.hash = hash;
    this.loop = loop;
    this.engine =
        new LmdbStorageEngineProvider().open(directory, Durability.NONE, MapSettings.EMPTY);
    NodeLog log = new MemoryLog();
    PartitionStates.noteFormed(log, ring.partitions().size());
    PartitionStates states = PartitionStates.open(log, ring, id);
    Actors actors = actors(id, log, network, loop);
    NoEvents events = new NoEvents();
    this.stores =
        new Stores(
            new Store(
                engine,
                Durability.NONE,
                VERSIONING,
                states,
                actors,
                ring.history().clusterId(),
                ring.history().settings().leafBits(),
                events),
            Store.ofHints(
                new InMemoryStorageEngine(),
                Durability.NONE,
                VERSIONING,
                states,
                actors,
                ring.history().clusterId(),
                1 << 20,
                events),
            states,
            ring.history().clusterId(),
            true,
            events);
    this.store = new LocalStore(stores, new Inline());
    Coordination coordination =
        new Coordination(
            id, hash, new OneRing(ring), store, network, loop, node -> true, VERSIONING, events);
    Replica replica = new Replica(id, store, coordination);
    network.answers(id, (request, reply) -> replica.handle(ring, request, reply));
  }

  private static Actors actors(NodeId id, NodeLog log, CountedTransport network, LiveLoop loop) {
    List<Actors> ready = new ArrayList<>();
    StartSequence.begin(id, log, new SplittableRandom(1), new NoEvents())
        .announce(
            List.of(id),
            network,
            loop,
            new StartSequence.Outcome() {
              @Override
              public void onReady(Actors actors) {
                ready.add(actors);
              }

              @Override
              public void onRefused(String reason) {
                throw new IllegalStateException(reason);
              }
            });
    return ready.get(0);
  }

  NodeId id() {
    return id;
  }

  LocalStore store() {
    return store;
  }

  /** Keeps this, at the latest with {@link #flush}. */
  void keep(Key key, Siblings state) {
    batch.add(
        new StoreWrite.Merge(
            Area.RECORDS, key, hash.position(key), state, stamp(key), new Unheard()));
    if (batch.size() == 2_000) {
      flush();
    }
  }

  private Stamp stamp(Key key) {
    long view = ring.partition(hash.position(key)).digest();
    return new Stamp(view, Generation.ZERO);
  }

  void flush() {
    stores.apply(List.copyOf(batch));
    batch.clear();
  }

  Siblings read(Key key) {
    return stores.read(Area.RECORDS, key, hash.position(key)).state();
  }

  @Override
  public void close() {
    engine.close();
  }

  /** Reads and writes at once, answers on the loop. */
  private final class Inline implements StoreThreads {
    @Override
    public @Nullable Refusal read(Runnable task) {
      task.run();
      return null;
    }

    @Override
    public @Nullable Refusal write(StoreWrite write) {
      stores.apply(List.of(write));
      return null;
    }

    @Override
    public void onLoop(Runnable task) {
      loop.schedule(0, task);
    }

    @Override
    public void onBug(Throwable bug) {
      throw new IllegalStateException(bug);
    }
  }

  private static final class Unheard implements LocalStore.MergeHandler {
    @Override
    public void onMerged(boolean sealed) {}

    @Override
    public void onBehind(Generation present) {
      throw new IllegalStateException("nothing was raised");
    }

    @Override
    public void onRefused(Refusal refusal) {
      throw new IllegalStateException(refusal.toString());
    }
  }
}
