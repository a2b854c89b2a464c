package io.dynamo.simulation.command;

import io.dynamo.simulation.Simulation;
import io.dynamo.simulation.SimulationOptions;
import io.dynamo.simulation.SimulationResult;
import io.dynamo.simulation.fault.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out faults of a failed run, halves first, then one by one, as long as the same invariant
 * still fails without them.
 */
final class Shrinking {
  private static final int MOST_RUNS = 60;

  private final SimulationOptions options;
  private int runs;

  Shrinking(SimulationOptions options) {
    this.options = options;
  }

  /** The same failure with as few faults as was found. */
  SimulationResult shrink(SimulationResult failed) {
    char invariant = failed.violations().get(0).invariant();
    SimulationResult smallest = failed;
    for (int chunk = Math.max(1, failed.faults().size() / 2); chunk >= 1; chunk /= 2) {
      int from = 0;
      while (from < smallest.faults().size() && runs < MOST_RUNS) {
        List<Fault> fewer = new ArrayList<>(smallest.faults());
        fewer.subList(from, Math.min(fewer.size(), from + chunk)).clear();
        runs++;
        SimulationResult again = Simulation.run(failed.seed(), options.with(fewer));
        boolean same =
            again.violations().stream().anyMatch(found -> found.invariant() == invariant);
        if (same) {
          smallest = again;
        } else {
          from += chunk;
        }
      }
    }
    return smallest;
  }
}
