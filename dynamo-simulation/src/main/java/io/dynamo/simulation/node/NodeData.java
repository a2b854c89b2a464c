package io.dynamo.simulation.node;

import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Membership;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.admission.AdmissionControl;
import io.dynamo.replication.background.Background;
import io.dynamo.replication.background.BackgroundPorts;
import io.dynamo.replication.coordination.Coordination;
import io.dynamo.replication.coordination.Replica;
import io.dynamo.replication.handover.HandOver;
import io.dynamo.replication.handover.RingFollower;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.replication.store.Store;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.Stores;
import io.dynamo.testkit.disk.VirtualDisk;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.NodeTime;
import java.util.function.Consumer;

/** What a node has from ready to stopped: its stores and all that works on them, on one loop. */
final class NodeData {
  private static final long NOTHING_MEASURED = -1;
  private static final long SLOW_READ_NANOS = 20_000_000;

  private final NodeSetup setup;
  private final Membership membership;
  private final Actors actors;
  private final Lent lent;
  private final Stores stores;
  private final VirtualStoreThreads threads;
  private final Coordination coordination;
  private final Replica replica;
  private final Background background;
  private final LocalStore local;
  private final RingFollower follower;

  /** What a life lends to its data. */
  record Lent(
      NodeTime.Life life,
      VirtualDisk disk,
      NodeLog log,
      StorageEngine records,
      StorageEngine hints,
      Transport transport,
      FailureDetector detector,
      Chance chance,
      Consumer<Throwable> onBug) {}

  NodeData(NodeSetup setup, Membership membership, Actors actors, Lent lent) {
    this.setup = setup;
    this.membership = membership;
    this.actors = actors;
    this.lent = lent;
    Versioning versioning = setup.wrapping().versioning(setup.id(), setup.versioning());
    this.stores = stores(versioning);
    this.threads =
        new VirtualStoreThreads(
            lent.life(), lent.disk().clock(), lent.chance(), setup.bounds(), stores, lent.onBug());
    StoreThreads wrapped = setup.wrapping().threads(setup.id(), threads, lent.life());
    LocalStore store = new LocalStore(stores, wrapped);
    this.coordination =
        new Coordination(
            setup.id(),
            setup.keyHash(),
            membership,
            store,
            lent.transport(),
            lent.life(),
            lent.detector(),
            versioning,
            setup.events());
    this.replica = new Replica(setup.id(), store, coordination);
    this.background = background(store, versioning);
    this.local = store;
    this.follower = new RingFollower(store, lent.life(), setup.events());
  }

  /** The store as the loop of the node sees it. */
  LocalStore local() {
    return local;
  }

  private Background background(LocalStore store, Versioning versioning) {
    return new Background(
        new BackgroundPorts(
            setup.id(),
            membership,
            setup.keyHash()::position,
            store,
            lent.transport(),
            lent.life(),
            lent.detector(),
            versioning,
            new AdmissionControl(
                lent.life(), () -> NOTHING_MEASURED, SLOW_READ_NANOS, setup.events()),
            setup.events()),
        setup.background());
  }

  private Stores stores(Versioning versioning) {
    Ring ring = membership.ring();
    PartitionStates partitions = PartitionStates.open(lent.log(), ring, setup.id());
    Store records =
        new Store(
            lent.records(),
            Durability.SYNC,
            versioning,
            partitions,
            actors,
            ring.history().clusterId(),
            ring.history().settings().leafBits(),
            setup.events());
    Store hints =
        Store.ofHints(
            lent.hints(),
            Durability.SYNC,
            versioning,
            partitions,
            actors,
            ring.history().clusterId(),
            setup.bounds().hintBytes(),
            setup.events());
    return new Stores(records, hints, partitions, ring.history().clusterId(), true, setup.events());
  }

  /** Begins what runs by itself. */
  void start() {
    background.start();
  }

  Stores stores() {
    return stores;
  }

  void get(GetCommand command, Consumer<GetOutcome> answer) {
    coordination.get(command, answer);
  }

  void put(PutCommand command, Consumer<PutOutcome> answer) {
    coordination.put(command, answer);
  }

  void handle(PeerRequest request, Consumer<PeerReply> reply) {
    if (request instanceof PeerRequest.AskMoves ask) {
      reply.accept(background.handOver().answer(ask));
    } else if (request instanceof PeerRequest.Confirm confirm) {
      background.handOver().answer(confirm, reply);
    } else {
      replica.handle(membership.ring(), request, reply);
    }
  }

  /** The node's history has this ring now. */
  void onRing(Ring now) {
    follower.onRing(now, () -> {});
  }

  /** What moves to and from this node. */
  HandOver handOver() {
    return background.handOver();
  }

  /**
   * Takes nothing more, finishes what was accepted, and makes it durable.
   *
   * @return when the disk will have done so
   */
  long stop() {
    background.stop();
    lent.disk().clock().begin();
    try {
      threads.close();
      if (stores.isWritable()) {
        stores.stop();
      } else {
        actors.distrustStore();
      }
    } catch (StorageException e) {
      // The store distrusts itself: the next start is an unclean one.
      actors.distrustStore();
    }
    return lent.disk().clock().end();
  }

  /** The last thing that a life does. */
  void markCleanStop() {
    lent.records().close();
    lent.hints().close();
    try {
      actors.markCleanStop();
    } catch (StorageException e) {
      // Without the marker the next start is an unclean one.
      setup.events().membershipProgress("no stop marker: " + e.getMessage());
    }
  }
}
