package io.dynamo.simulation.fault;

import io.dynamo.api.NodeId;
import io.dynamo.testkit.time.Chance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Draws what will go wrong: many faults of many kinds, few of which destroy a disk. */
public final class FaultPlan {
  private static final int LEAST_FAULTS = 6;
  private static final int MOST_FAULTS = 24;
  private static final int LEAST_KINDS = 3;
  private static final int MOST_DESTROYED = 2;
  private static final long SECOND = 1_000_000_000L;

  private FaultPlan() {}

  /**
   * A plan whose faults begin between these times; they may go on after the last.
   *
   * @param calm no fault that nobody can tell from another is drawn: links and disks are well or
   *     broken, not slow or lossy
   */
  public static List<Fault> draw(
      Chance chance, List<NodeId> nodes, long fromNanos, long untilNanos, boolean calm) {
    List<FaultKind> weighted = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      for (int i = 0; i < kind.weight(); i++) {
        weighted.add(kind);
      }
    }
    int destroyable = chance.below(MOST_DESTROYED + 1);
    int wanted = (int) chance.between(LEAST_FAULTS, MOST_FAULTS);
    List<Fault> plan = new ArrayList<>();
    TreeSet<FaultKind> kinds = new TreeSet<>();
    while (plan.size() < wanted || kinds.size() < LEAST_KINDS) {
      FaultKind kind = chance.oneOf(weighted);
      if ((kind.destroys() && destroyable < kind.nodes()) || (calm && isUnclear(kind))) {
        continue;
      }
      destroyable -= kind.destroys() ? kind.nodes() : 0;
      kinds.add(kind);
      long at = chance.between(fromNanos, untilNanos);
      plan.add(new Fault(kind, at, duration(chance), some(chance, nodes, kind.nodes()), at));
    }
    plan.sort(Comparator.comparingLong(Fault::atNanos));
    return plan;
  }

  private static boolean isUnclear(FaultKind kind) {
    return kind == FaultKind.ROUGH_NETWORK
        || kind == FaultKind.SLOW_LINK
        || kind == FaultKind.DISK_SLOW;
  }

  /** Some are over before anybody notices, some last for minutes. */
  private static long duration(Chance chance) {
    return switch (chance.below(4)) {
      case 0 -> chance.between(SECOND / 100, SECOND);
      case 1, 2 -> chance.between(SECOND, 20 * SECOND);
      default -> chance.between(20 * SECOND, 120 * SECOND);
    };
  }

  private static List<NodeId> some(Chance chance, List<NodeId> nodes, int count) {
    List<NodeId> left = new ArrayList<>(nodes);
    List<NodeId> some = new ArrayList<>();
    while (some.size() < count) {
      some.add(left.remove(chance.below(left.size())));
    }
    return some;
  }
}
