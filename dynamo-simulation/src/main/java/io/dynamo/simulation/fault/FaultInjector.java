package io.dynamo.simulation.fault;

import io.dynamo.api.NodeId;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.disk.DiskSpeed;
import io.dynamo.testkit.disk.DiskTrouble;
import io.dynamo.testkit.disk.VirtualDisk;
import io.dynamo.testkit.network.LinkQuality;
import io.dynamo.testkit.time.Chance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Carries out a plan of faults, each from its beginning to its end. */
public final class FaultInjector {
  private static final long SECOND = 1_000_000_000L;
  private static final LinkQuality ROUGH = new LinkQuality(100_000, 300_000_000, 60, 60);

  private final SimulatedCluster cluster;
  private final Map<Fault, Runnable> open = new LinkedHashMap<>();
  private final TreeMap<NodeId, Integer> reasonsToBeDown = new TreeMap<>();

  public FaultInjector(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /** Has all of it happen in its time. */
  public void schedule(List<Fault> plan) {
    for (Fault fault : plan) {
      cluster.time().at(fault.atNanos(), () -> begin(fault));
    }
  }

  private void begin(Fault fault) {
    cluster.trace().event("FAULT begins: " + fault);
    cluster.counters().add("fault " + fault.kind());
    open.put(fault, effect(fault));
    cluster.health().changed();
    cluster.time().at(fault.endNanos(), () -> end(fault));
  }

  private void end(Fault fault) {
    Runnable ending = open.remove(fault);
    if (ending != null) {
      cluster.trace().event("FAULT ends: " + fault);
      ending.run();
      cluster.health().changed();
    }
  }

  /** Ends all that is still wrong. */
  public void endAll() {
    new ArrayList<>(open.keySet()).forEach(this::end);
  }

  /** Makes it so; what is returned undoes it. */
  private Runnable effect(Fault fault) {
    return switch (fault.kind()) {
      case STOP -> down(fault, SimulatedNode::stop);
      case KILL -> down(fault, SimulatedNode::kill);
      case CRASH -> down(fault, SimulatedNode::crash);
      case WIPE -> down(fault, this::wipe);
      case WIPE_TWO -> wipeTwo(fault);
      case RESTORE -> restore(fault);
      case PAUSE -> pause(node(fault));
      case CLOCK_JUMP -> jump(fault);
      case DISK_FULL -> trouble(node(fault), DiskTrouble.FULL);
      case WRITES_FAIL -> trouble(node(fault), DiskTrouble.WRITES_FAIL);
      case SYNCS_FAIL -> failSyncs(node(fault));
      case DISK_SLOW -> slowDisk(node(fault));
      case BIT_ROT -> rot(node(fault));
      case CUT_ONE_WAY -> links(fault, LinkQuality.CUT, false);
      case CUT -> links(fault, LinkQuality.CUT, true);
      case ISOLATE -> isolate(fault);
      case SPLIT -> split(fault);
      case ROUGH_NETWORK -> slow(allLinks(ROUGH));
      case SLOW_LINK ->
          slow(links(fault, LinkQuality.slow(SECOND / 10 + fault.variant() % (3 * SECOND)), true));
    };
  }

  private SimulatedNode node(Fault fault) {
    return cluster.node(fault.nodes().get(0));
  }

  /** How a node comes to be down. */
  private interface Ending {
    void end(SimulatedNode node);
  }

  private Runnable down(Fault fault, Ending how) {
    return down(node(fault), how);
  }

  private Runnable down(SimulatedNode node, Ending how) {
    reasonsToBeDown.merge(node.id(), 1, Integer::sum);
    node.time().resume();
    how.end(node);
    return () -> up(node);
  }

  /** Starts the node, unless another fault keeps it down. */
  private void up(SimulatedNode node) {
    if (reasonsToBeDown.merge(node.id(), -1, Integer::sum) == 0) {
      cluster.startAgain(node);
    }
  }

  private void wipe(SimulatedNode node) {
    node.kill();
    node.disk().wipe();
    cluster.onWiped(node);
  }

  private Runnable wipeTwo(Fault fault) {
    Runnable one = down(fault, this::wipe);
    Runnable other = down(cluster.node(fault.nodes().get(1)), this::wipe);
    return () -> {
      one.run();
      other.run();
    };
  }

  /** The copy is of a running node, or of one that was stopped for it. */
  private Runnable restore(Fault fault) {
    SimulatedNode node = node(fault);
    Copy copy = new Copy();
    if (fault.variant() % 2 == 0) {
      copy.take(node);
    } else {
      Runnable up = down(fault, SimulatedNode::stop);
      cluster
          .time()
          .after(
              SECOND,
              () -> {
                copy.take(node);
                up.run();
              });
    }
    return () -> copy.restore(node);
  }

  /** A copy of a disk and when it was made. */
  private final class Copy {
    private VirtualDisk.@Nullable Snapshot snapshot;
    private long takenNanos;

    void take(SimulatedNode node) {
      snapshot = node.disk().snapshot();
      takenNanos = cluster.time().nanos();
    }

    void restore(SimulatedNode node) {
      VirtualDisk.Snapshot taken = snapshot;
      if (taken == null) {
        return;
      }
      boolean wanted = node.isWanted();
      node.kill();
      node.disk().restore(taken);
      cluster.health().lost(node.id(), takenNanos);
      if (wanted) {
        node.start();
      }
    }
  }

  private Runnable pause(SimulatedNode node) {
    node.time().pause();
    return node.time()::resume;
  }

  private Runnable jump(Fault fault) {
    long millis = fault.variant() % 7_200_000 - 3_600_000;
    node(fault).time().jump(millis);
    return () -> {};
  }

  private Runnable trouble(SimulatedNode node, DiskTrouble trouble) {
    node.disk().trouble(trouble);
    return () -> node.disk().trouble(DiskTrouble.NONE);
  }

  /** An operator starts a node again whose store takes no writes. */
  private Runnable failSyncs(SimulatedNode node) {
    node.disk().trouble(DiskTrouble.SYNCS_FAIL);
    return () -> {
      node.disk().trouble(DiskTrouble.NONE);
      if (node.isRunning()) {
        node.crash();
        node.start();
      }
    };
  }

  private Runnable slowDisk(SimulatedNode node) {
    node.disk().clock().speed(DiskSpeed.SLOW);
    return slow(() -> node.disk().clock().speed(DiskSpeed.FAST));
  }

  private Runnable rot(SimulatedNode node) {
    if (node.rot()) {
      cluster.health().rotten(node.id());
    }
    return () -> {};
  }

  private Runnable slow(Runnable undo) {
    cluster.health().slow(true);
    return () -> {
      undo.run();
      cluster.health().slow(false);
    };
  }

  private Runnable links(Fault fault, LinkQuality quality, boolean bothWays) {
    NodeId one = fault.nodes().get(0);
    NodeId other = fault.nodes().get(1);
    List<Runnable> undo = new ArrayList<>();
    undo.add(cluster.network().links().trouble(one, other, quality));
    if (bothWays) {
      undo.add(cluster.network().links().trouble(other, one, quality));
    }
    return () -> undo.forEach(Runnable::run);
  }

  private Runnable isolate(Fault fault) {
    NodeId alone = fault.nodes().get(0);
    List<Runnable> undo = new ArrayList<>();
    for (SimulatedNode other : cluster.nodes()) {
      if (!other.id().equals(alone)) {
        undo.add(cluster.network().links().trouble(alone, other.id(), LinkQuality.CUT));
        undo.add(cluster.network().links().trouble(other.id(), alone, LinkQuality.CUT));
      }
    }
    return () -> undo.forEach(Runnable::run);
  }

  /** Half of them come and go: hints are brought home while copies of them are under way. */
  private Runnable split(Fault fault) {
    Chance chance = new Chance(fault.variant());
    List<SimulatedNode> left = new ArrayList<>();
    for (SimulatedNode node : cluster.nodes()) {
      if (chance.below(2) == 0) {
        left.add(node);
      }
    }
    Flapping flapping = new Flapping(left, chance);
    flapping.cut();
    if (chance.below(2) == 0) {
      flapping.toggleLater();
    }
    return flapping::end;
  }

  /** A border between two sides that opens and closes. */
  private final class Flapping {
    private final List<SimulatedNode> left;
    private final Chance chance;
    private final List<Runnable> undo = new ArrayList<>();
    private boolean ended;

    Flapping(List<SimulatedNode> left, Chance chance) {
      this.left = left;
      this.chance = chance;
    }

    void cut() {
      List<SimulatedNode> right = new ArrayList<>(cluster.nodes());
      right.removeAll(left);
      undo.add(cluster.cut(left, right));
    }

    void toggleLater() {
      cluster
          .time()
          .after(
              chance.between(SECOND, 8 * SECOND),
              () -> {
                if (!ended) {
                  toggle();
                  toggleLater();
                }
              });
    }

    private void toggle() {
      if (undo.isEmpty()) {
        cut();
      } else {
        open();
      }
    }

    private void open() {
      undo.forEach(Runnable::run);
      undo.clear();
    }

    void end() {
      ended = true;
      open();
    }
  }

  private Runnable allLinks(LinkQuality quality) {
    List<Runnable> undo = new ArrayList<>();
    for (SimulatedNode from : cluster.nodes()) {
      for (SimulatedNode to : cluster.nodes()) {
        if (!from.id().equals(to.id())) {
          undo.add(cluster.network().links().trouble(from.id(), to.id(), quality));
        }
      }
    }
    return () -> undo.forEach(Runnable::run);
  }
}
