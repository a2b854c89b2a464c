package io.dynamo.simulation;

import io.dynamo.api.NodeId;
import io.dynamo.replication.store.Stores;
import io.dynamo.simulation.SimulationOptions.Changing;
import io.dynamo.simulation.admin.Administrator;
import io.dynamo.simulation.admin.ChangePlan;
import io.dynamo.simulation.admin.ChangePlan.Planned;
import io.dynamo.simulation.check.FinalCheck;
import io.dynamo.simulation.check.Promises;
import io.dynamo.simulation.check.Watching;
import io.dynamo.simulation.client.Workload;
import io.dynamo.simulation.cluster.ClusterShape;
import io.dynamo.simulation.cluster.ClusterShape.Quorums;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.fault.Fault;
import io.dynamo.simulation.fault.FaultInjector;
import io.dynamo.simulation.fault.FaultPlan;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.simulation.node.StoreBounds;
import io.dynamo.simulation.trace.Counters;
import io.dynamo.simulation.trace.Trace;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.VirtualTime;
import java.util.List;

/**
 * One run of a cluster, a pure function of its seed: it forms, serves clients for eight minutes
 * while things go wrong and, in most runs, nodes join and leave, is healed, settles, and is judged.
 */
public final class Simulation {
  private static final long SECOND = 1_000_000_000L;
  private static final long WORK_FROM = 15 * SECOND;
  private static final long WORK_UNTIL = 480 * SECOND;
  private static final long LEAST_END = 600 * SECOND;
  private static final long MOST_END = 900 * SECOND;
  private static final long STEP = 5 * SECOND;
  private static final long CHANGES_UNTIL = WORK_UNTIL - 60 * SECOND;

  private final long seed;
  private final VirtualTime time = new VirtualTime();
  private final Counters counters = new Counters();
  private final Chance chance;
  private final SimulatedCluster cluster;
  private final Promises promises;
  private final Workload workload;
  private final List<Fault> faults;
  private final FaultInjector injector;
  private final List<Planned> changes;
  private final Administrator administrator;
  private final FinalCheck finalCheck;

  private Simulation(long seed, SimulationOptions options) {
    this.seed = seed;
    this.chance = new Chance(seed);
    Quorums drawn = ClusterShape.drawQuorums(chance);
    Quorums quorums = options.quorums() == null ? drawn : options.quorums();
    ClusterShape shape = ClusterShape.draw(chance, quorums);
    Trace trace = new Trace(time, options.lines());
    this.cluster = new SimulatedCluster(time, trace, counters, chance.fork(), shape);
    Watching watching = new Watching(options.wrapping(), cluster);
    this.promises = new Promises(cluster, watching);
    cluster.build(watching, chance.fork());
    this.workload = new Workload(cluster, chance.fork(), promises);
    List<NodeId> ids = cluster.nodes().stream().map(SimulatedNode::id).toList();
    boolean calm = chance.below(3) == 0;
    List<Fault> bySeed =
        FaultPlan.draw(chance.fork(), ids, WORK_FROM, WORK_UNTIL - 30 * SECOND, calm);
    List<Fault> given = options.faults();
    this.faults = given == null ? bySeed : given;
    boolean changing =
        chance.below(3) > 0
            ? options.changing() != Changing.NEVER
            : options.changing() == Changing.ALWAYS;
    List<Planned> planned = ChangePlan.draw(chance.fork(), WORK_FROM, CHANGES_UNTIL);
    this.changes = changing ? planned : List.of();
    this.administrator = new Administrator(cluster, chance.fork());
    this.injector = new FaultInjector(cluster);
    this.finalCheck = new FinalCheck(cluster, options.convergence());
  }

  /** Runs this seed. */
  public static SimulationResult run(long seed, SimulationOptions options) {
    return new Simulation(seed, options).run();
  }

  private SimulationResult run() {
    try {
      live();
    } catch (RuntimeException | AssertionError bug) {
      List<StackTraceElement> where = List.of(bug.getStackTrace());
      cluster
          .violations()
          .add('x', "a bug: " + bug + " at " + where.subList(0, Math.min(8, where.size())));
    }
    return new SimulationResult(
        seed,
        cluster.trace().digest(),
        cluster.violations().all(),
        counters.counts(),
        time.nanos(),
        workload.history().operations().size(),
        faults,
        changes);
  }

  private void live() {
    for (SimulatedNode node : cluster.nodes()) {
      if (cluster.isFirst(node.id())) {
        time.after(chance.below(3 * SECOND), node::start);
      }
    }
    injector.schedule(faults);
    administrator.schedule(changes);
    int operations = (int) chance.between(700, 1200);
    workload.schedule(operations, WORK_FROM, WORK_UNTIL);
    for (long at = SECOND; at < WORK_UNTIL; at += SECOND) {
      time.runUntil(at);
      checkBounds();
      if (at % STEP == 0) {
        promises.checkCopies();
      }
    }
    heal();
    while (time.nanos() < LEAST_END
        || (time.nanos() < MOST_END && !finalCheck.isSettled(workload.keys()))) {
      time.runUntil(time.nanos() + STEP);
      promises.checkCopies();
    }
    finalCheck.run(workload.keys(), workload.history(), promises);
  }

  /** Ends all faults and starts everybody again who is down, takes no writes, or by chance. */
  private void heal() {
    cluster.trace().event("HEAL");
    injector.endAll();
    administrator.heal();
    cluster.network().links().heal();
    for (SimulatedNode node : cluster.nodes()) {
      Stores stores = node.stores();
      long soon = chance.below(10 * SECOND);
      if (stores != null && !stores.isWritable()) {
        node.crash();
      } else if (chance.below(2) == 0) {
        time.after(soon, node::stop);
      }
      if (node.isRunning() || cluster.ring().history().isMember(node.id())) {
        time.after(soon + SECOND, () -> cluster.startAgain(node));
      }
    }
  }

  private void checkBounds() {
    for (SimulatedNode node : cluster.nodes()) {
      Stores stores = node.stores();
      long bytes = stores == null ? 0 : stores.hints().hintBytes();
      if (bytes > StoreBounds.SMALL.hintBytes()) {
        cluster.violations().add('g', node.id() + " keeps " + bytes + " bytes of hints");
      }
    }
  }
}
