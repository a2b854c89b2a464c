package io.dynamo.simulation.node;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.membership.ClusterMembership;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.StoreInspection;
import io.dynamo.replication.store.Stores;
import io.dynamo.testkit.disk.VirtualDisk;
import io.dynamo.testkit.network.VirtualNetwork;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.NodeTime;
import io.dynamo.testkit.time.VirtualTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One node over its lives: a machine with a disk, on which a process starts, stops, is killed,
 * loses power, and starts again. A process that cannot go on is started again after a while, as a
 * supervisor does.
 */
public final class SimulatedNode {
  private static final long SUPERVISOR_NANOS = 5_000_000_000L;
  private static final long WALL_MILLIS = 1_700_000_000_000L;

  private final VirtualTime time;
  private final VirtualNetwork network;
  private final Chance chance;
  private final VirtualDisk disk;
  private final NodeTime nodeTime;
  private final Watcher watcher;
  private final Function<String, NodeId> addresses;
  private NodeSetup setup;
  private @Nullable NodeLife life;
  private boolean wanted;
  private boolean givenUp;
  private boolean supervised;

  /** Who is told what becomes of a node. */
  public interface Watcher {
    /** It has begun or ended a life, or serves data from now on. */
    void onChanged(NodeId node, String what);

    /** It has this history now, durably. */
    void onHistory(NodeId node, MembershipHistory history);

    /** Its machine has ended, and with it so many batches that were not durable. */
    void onTorn(NodeId node, int batches);

    /** It met a bug. */
    void onBug(NodeId node, Throwable bug);
  }

  /**
   * A node with an empty disk that does not run.
   *
   * @param addresses which node listens at a peer address
   */
  public SimulatedNode(
      NodeSetup setup,
      VirtualTime time,
      VirtualNetwork network,
      Function<String, NodeId> addresses,
      Chance chance,
      Watcher watcher) {
    this.setup = setup;
    this.addresses = addresses;
    this.time = time;
    this.network = network;
    this.chance = chance;
    this.disk = new VirtualDisk(time, chance.fork());
    this.nodeTime = new NodeTime(time, WALL_MILLIS);
    this.watcher = watcher;
  }

  public NodeId id() {
    return setup.id();
  }

  public VirtualDisk disk() {
    return disk;
  }

  /** Its clock and its pauses. */
  public NodeTime time() {
    return nodeTime;
  }

  /** Whether its process serves data, be it paused. */
  public boolean isReady() {
    return life != null && life.data() != null;
  }

  public boolean isRunning() {
    return life != null;
  }

  /** Whether it was started last, not stopped. */
  public boolean isWanted() {
    return wanted;
  }

  /** As its peers are to know it. */
  public Member self() {
    return setup.self();
  }

  /** From its next start on it joins the cluster of these nodes, if its disk is empty then. */
  public void join(List<Member> others) {
    setup = setup.joining(others);
  }

  /** Its machine is gone for good: it never starts again, and what is on its disk is lost. */
  public void giveUp() {
    crash();
    givenUp = true;
  }

  /** The machine turns up again, with all that is on its disk. */
  public void turnUp() {
    givenUp = false;
  }

  public boolean isGivenUp() {
    return givenUp;
  }

  /** Starts the process, if it does not run. */
  public void start() {
    wanted = !givenUp;
    if (life != null || givenUp) {
      return;
    }
    watcher.onChanged(id(), "starts");
    NodeTime.Life begun = nodeTime.begin();
    try {
      NodeLife opened =
          new NodeLife(setup, begun, disk, network, addresses, chance, new LifeWatcher(begun));
      life = opened;
      opened.start();
    } catch (StorageException e) {
      fail(begun, String.valueOf(e.getMessage()));
    }
  }

  /** Stops the process in order; it is down a little later. */
  public void stop() {
    wanted = false;
    NodeLife stopping = life;
    if (stopping != null) {
      watcher.onChanged(id(), "stops");
      stopping.stop(this::afterStop);
    }
  }

  /** It may be wanted again by now. */
  private void afterStop() {
    end(false, "has stopped");
    if (wanted) {
      start();
    }
  }

  /** Ends the process at once; the machine goes on. */
  public void kill() {
    wanted = false;
    if (life != null) {
      disk.kill();
      end(false, "is killed");
    }
  }

  /** Ends the machine at once, whether or not a process runs. */
  public void crash() {
    wanted = false;
    watcher.onTorn(id(), disk.crash());
    end(true, "loses power");
  }

  private void end(boolean silently, String how) {
    life = null;
    nodeTime.end();
    network.close(id(), silently);
    watcher.onChanged(id(), how);
  }

  private void fail(NodeTime.Life failed, String reason) {
    if (!failed.isCurrent()) {
      return;
    }
    disk.kill();
    end(false, "cannot go on: " + reason);
    if (supervised) {
      return;
    }
    supervised = true;
    time.after(
        SUPERVISOR_NANOS,
        () -> {
          supervised = false;
          if (wanted) {
            start();
          }
        });
  }

  /** It ends, and is not started again by itself. */
  private void remove(NodeTime.Life ended, String reason) {
    if (ended.isCurrent()) {
      wanted = false;
      disk.kill();
      end(false, "ends: " + reason);
    }
  }

  /** Gets, as a client that is connected to this node; never answered if its process ends. */
  public void get(GetCommand command, Consumer<GetOutcome> answer) {
    serve(data -> data.get(command, answer));
  }

  /** Puts, as a client that is connected to this node; never answered if its process ends. */
  public void put(PutCommand command, Consumer<PutOutcome> answer) {
    serve(data -> data.put(command, answer));
  }

  private void serve(Consumer<NodeData> request) {
    NodeLife serving = life;
    if (serving != null) {
      serving.serve(request);
    }
  }

  /** Has an administrator do this at the node, as soon as it does anything. */
  public void administer(Consumer<ClusterMembership> work) {
    NodeLife asked = life;
    if (asked != null) {
      asked.administer(work);
    }
  }

  /** The history that it has while it runs, else null. */
  public @Nullable MembershipHistory history() {
    ClusterMembership membership = life == null ? null : life.membership();
    return membership == null ? null : membership.history();
  }

  /** Its stores while it serves data, else null. */
  public @Nullable Stores stores() {
    NodeData data = life == null ? null : life.data();
    return data == null ? null : data.stores();
  }

  /**
   * What is on its disk under this key, whether or not it runs.
   *
   * @throws StorageException if that is damaged
   */
  public Siblings stored(Area area, Key key) {
    return StoreInspection.read(engine(area), key, setup.keyHash().position(key));
  }

  /** Flips a bit of a record on its disk, if there is one; says whether. */
  public boolean rot() {
    return disk.rot(NodeLife.RECORDS, Position.BYTES + 1);
  }

  /** What is on its disk. */
  public StorageEngine engine(Area area) {
    return disk.openEngine(area == Area.RECORDS ? NodeLife.RECORDS : NodeLife.HINTS);
  }

  private final class LifeWatcher implements NodeLife.Watcher {
    private final NodeTime.Life watched;

    LifeWatcher(NodeTime.Life watched) {
      this.watched = watched;
    }

    @Override
    public void onHistory(MembershipHistory history) {
      watcher.onHistory(id(), history);
    }

    @Override
    public void onReady() {
      watcher.onChanged(id(), "serves data");
    }

    @Override
    public void onFailed(String reason) {
      // Later: whoever tells this is still in the middle of it.
      time.after(0, () -> fail(watched, reason));
    }

    @Override
    public void onRemoved(String reason) {
      time.after(0, () -> remove(watched, reason));
    }

    @Override
    public void onBug(Throwable bug) {
      watcher.onBug(id(), bug);
    }
  }
}
