package io.dynamo.replication.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Membership;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.InMemoryStorageEngine;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.MemoryNodeLog;
import io.dynamo.replication.actor.StandaloneActors;
import io.dynamo.replication.actor.VirtualLoop;
import io.dynamo.replication.coordination.Coordination;
import io.dynamo.replication.coordination.Replica;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.LocalPut;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.PartitionState;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.replication.store.Rings;
import io.dynamo.replication.store.Store;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.StoreWrite;
import io.dynamo.replication.store.Stores;
import io.dynamo.replication.store.Upkeep;
import io.dynamo.replication.versioning.DottedVersionVectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Owners a, b and c and the fallback d of one partition, with real stores over engines in memory,
 * on one loop in virtual time. Nothing is written but what a test writes.
 */
final class SmallCluster {
  static final NodeId A = new NodeId("a");
  static final NodeId B = new NodeId("b");
  static final NodeId C = new NodeId("c");
  static final NodeId D = new NodeId("d");
  static final long GRACE_MILLIS = 10_000;

  /** The pause after each part that a former owner drops. */
  private static final long DROPPING_NANOS = 1_000_000;

  final VirtualLoop loop = new VirtualLoop();
  final LossyNetwork network = new LossyNetwork(loop);
  final Ring ring = Rings.of(1, 4, A, B, C, D);
  MovingMembership membership = new MovingMembership(ring, this::follow);
  final TreeMap<NodeId, Node> nodes = new TreeMap<>();
  final TreeSet<NodeId> down = new TreeSet<>();
  final List<String> told = new ArrayList<>();
  private final TreeSet<NodeId> others = new TreeSet<>();
  private final Mutant mutant;
  private @Nullable MovingMembership ofOthers;

  SmallCluster() {
    this(Mutant.NONE);
  }

  SmallCluster(Mutant mutant) {
    this.mutant = mutant;
    for (NodeId id : List.of(A, B, C, D)) {
      nodes.put(id, new Node(id, true));
    }
  }

  private void follow(Ring now) {
    follow(now, false);
  }

  private void follow(Ring now, boolean byOthers) {
    for (Node node : nodes.values()) {
      if (others.contains(node.id) == byOthers) {
        node.follow(now);
      }
    }
  }

  /** From now on these have a history of their own, until two of either kind reconcile. */
  MovingMembership apart(NodeId... nodesApart) {
    others.addAll(List.of(nodesApart));
    MovingMembership own = membership.copy(now -> follow(now, true));
    ofOthers = own;
    return own;
  }

  /** What those apart know is known to all, and the other way round. */
  void together() {
    MovingMembership own = ofOthers;
    if (own != null) {
      List<MembershipEvent> missed = membership.events;
      MovingMembership all = own.copy(this::follow);
      ofOthers = null;
      others.clear();
      membership = all;
      follow(all.ring());
      missed.forEach(event -> all.add(id -> event));
    }
  }

  /** The history as this node knows it. */
  MovingMembership known(NodeId node) {
    MovingMembership own = ofOthers;
    return own != null && others.contains(node) ? own : membership;
  }

  Node node(NodeId id) {
    return nodes.get(id);
  }

  /** The node comes back without a disk. */
  Node wipe(NodeId id) {
    Node empty = new Node(id, false);
    nodes.put(id, empty);
    empty.follow(known(id).ring());
    return empty;
  }

  static Position position(String key) {
    return new Position(key.hashCode() * 0x9e3779b97f4a7c15L, key.length());
  }

  /** Sends this as if it had been under way, and gives the answer. */
  PeerReply send(NodeId to, PeerRequest request) {
    List<PeerReply> replies = new ArrayList<>();
    node(to).handle(request, replies::add);
    loop.run(0);
    assertThat(replies).hasSize(1);
    return replies.get(0);
  }

  /** A merge that was formed under this generation. */
  PeerRequest.Merge merge(String key, Siblings state, Generation generation) {
    return new PeerRequest.Merge(Key.of(key), state, stamp(generation));
  }

  Stamp stamp(Generation generation) {
    return new Stamp(membership.ring().partitions().get(0).digest(), generation);
  }

  /** The same write on all of them. */
  Siblings putAt(NodeId coordinator, String key, @Nullable String value, NodeId... others) {
    Siblings seen = node(coordinator).read(key);
    Siblings state = node(coordinator).put(key, value, seen.vector());
    for (NodeId other : others) {
      node(other).merge(Area.RECORDS, key, state);
    }
    return state;
  }

  /** One node. */
  final class Node {
    final NodeId id;
    final MemoryNodeLog log = new MemoryNodeLog();
    final InMemoryStorageEngine records = new InMemoryStorageEngine();
    final InMemoryStorageEngine hints = new InMemoryStorageEngine();
    final Actors actors;
    final LocalStore store;
    final Coordination coordination;
    final Replica replica;
    final Background background;
    private final Stores stores;

    Node(NodeId id, boolean whole) {
      this.id = id;
      this.actors = StandaloneActors.of(id);
      PartitionStates states =
          whole ? Rings.whole(log, ring, id) : PartitionStates.open(log, ring, id);
      DottedVersionVectors versioning = new DottedVersionVectors();
      Events events = new Told();
      this.stores =
          new Stores(
              new Store(
                  records,
                  Durability.SYNC,
                  versioning,
                  states,
                  actors,
                  ring.history().clusterId(),
                  4,
                  events),
              Store.ofHints(
                  hints,
                  Durability.SYNC,
                  versioning,
                  states,
                  actors,
                  ring.history().clusterId(),
                  1 << 20,
                  events),
              states,
              ring.history().clusterId(),
              true,
              events);
      this.store = new LocalStore(stores, mutant.threads(new Inline(), stores));
      Known membership = new Known(id);
      Transport links = network.of(id);
      FailureDetector detector = node -> !down.contains(node);
      this.coordination =
          new Coordination(
              id,
              key -> position(key.toString()),
              membership,
              store,
              links,
              loop,
              detector,
              versioning,
              events);
      this.replica = new Replica(id, store, coordination);
      this.background =
          new Background(
              new BackgroundPorts(
                  id,
                  membership,
                  key -> position(key.toString()),
                  store,
                  links,
                  loop,
                  detector,
                  versioning,
                  (work, workedNanos) -> work.equals("dropping") ? DROPPING_NANOS : 0,
                  events),
              new BackgroundSettings(GRACE_MILLIS, 1_000_000_000, 1_000_000_000));
      up();
    }

    void up() {
      down.remove(id);
      loop.answers(id, this::handle);
    }

    private void handle(PeerRequest request, Consumer<PeerReply> reply) {
      mutant.answer(this, request, reply);
    }

    /** Answers as nodes do. */
    void answer(PeerRequest request, Consumer<PeerReply> reply) {
      if (request instanceof PeerRequest.AskMoves ask) {
        reply.accept(background.handOver().answer(ask));
      } else if (request instanceof PeerRequest.Confirm confirm) {
        background.handOver().answer(confirm, reply);
      } else {
        replica.handle(known(id).ring(), request, reply);
      }
    }

    /** Its store follows the ring, as after a new history. */
    void follow(Ring now) {
      store.upkeep(upkeep -> upkeep.handing().follow(now), StoreHandler.ignoring());
    }

    void upkeep(Consumer<Upkeep> work) {
      store.upkeep(
          upkeep -> {
            work.accept(upkeep);
            return upkeep;
          },
          StoreHandler.ignoring());
    }

    void down() {
      down.add(id);
      loop.kill(id);
    }

    boolean isSealed() {
      return partition().seal() != null;
    }

    /** How it sees the partition. */
    PartitionView view() {
      return new PartitionView(0, known(id).ring().partitions().get(0).digest());
    }

    PartitionState partition() {
      return stores.partitions().of(0);
    }

    Siblings read(String key) {
      return read(Area.RECORDS, key);
    }

    Siblings read(Area area, String key) {
      return stores.read(area, Key.of(key), position(key)).state();
    }

    /** A put here, or a delete if there is no value, that goes nowhere else. */
    Siblings put(String key, @Nullable String value, VersionVector context) {
      List<Siblings> made = new ArrayList<>();
      byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
      store.put(
          new LocalPut(
              Area.RECORDS,
              Key.of(key),
              position(key),
              stamp(Generation.ZERO).owners(),
              context,
              value == null,
              bytes,
              null,
              loop.wallMillis()),
          new LocalStore.PutHandler() {
            @Override
            public void onPrepared(Siblings state, Generation generation) {
              made.add(state);
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
          });
      loop.run(0);
      return made.get(0);
    }

    void merge(Area area, String key, Siblings state) {
      List<String> ends = new ArrayList<>();
      store.merge(
          area,
          Key.of(key),
          position(key),
          state,
          stamp(partition().generation()),
          new LocalStore.MergeHandler() {
            @Override
            public void onMerged(boolean sealed) {
              ends.add("merged");
            }

            @Override
            public void onBehind(Generation present) {
              ends.add("behind");
            }

            @Override
            public void onRefused(Refusal refusal) {
              ends.add(refusal.toString());
            }
          });
      loop.run(0);
      assertThat(ends).containsExactly("merged");
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
        throw new AssertionError(bug);
      }
    }

    private final class Told extends NoEvents {
      @Override
      public void wholenessChanged(int partition, boolean whole, String reason) {
        told.add(id + (whole ? " is whole" : " is not whole"));
      }

      @Override
      public void partitionSetAside(int partition, long count) {
        told.add(id + " set aside " + count);
      }

      @Override
      public void recordSetAside(Key key, String reason) {
        told.add(id + " set aside " + key);
      }

      @Override
      public void recordsReaped(int partition, int count) {
        told.add(id + " reaped " + count);
      }

      @Override
      public void reapingBlocked(int partition, NodeId node, String reason) {
        told.add("blocked: " + node + " " + reason);
      }
    }
  }

  /** The history as one node knows it. */
  private final class Known implements Membership {
    private final NodeId self;

    Known(NodeId self) {
      this.self = self;
    }

    @Override
    public Ring ring() {
      return known(self).ring();
    }

    @Override
    public void reconcile(NodeId with, Runnable then) {
      if (!known(self).equals(known(with))) {
        together();
      }
      then.run();
    }

    @Override
    public void add(Function<EventId, @Nullable MembershipEvent> event) {
      known(self).add(event);
    }
  }
}
