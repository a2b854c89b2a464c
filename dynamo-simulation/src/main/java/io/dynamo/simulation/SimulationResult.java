package io.dynamo.simulation;

import io.dynamo.simulation.admin.ChangePlan.Planned;
import io.dynamo.simulation.cluster.Violations.Violation;
import io.dynamo.simulation.fault.Fault;
import java.util.List;
import java.util.SortedMap;

/**
 * What came of one seed.
 *
 * @param digest of all that happened, in its order; the same for the same seed on every JVM
 * @param violations what did not hold; none if all is well
 * @param counters how often each thing happened
 * @param nanos how long it took in virtual time
 * @param operations how many requests clients sent, retries included
 * @param faults what went wrong
 * @param changes how the membership was to change
 */
public record SimulationResult(
    long seed,
    long digest,
    List<Violation> violations,
    SortedMap<String, Long> counters,
    long nanos,
    int operations,
    List<Fault> faults,
    List<Planned> changes) {
  public SimulationResult {
    violations = List.copyOf(violations);
    faults = List.copyOf(faults);
    changes = List.copyOf(changes);
  }
}
