package io.dynamo.simulation.command;

import io.dynamo.simulation.SimulationResult;
import java.io.PrintStream;
import java.util.TreeMap;

/** What many seeds came to. Thread-safe. */
final class Summary {
  private final PrintStream out;
  private final long beginNanos = System.nanoTime();
  private final TreeMap<String, Long> counters = new TreeMap<>();
  private long digest;
  private long seeds;
  private long failures;
  private long operations;
  private long faults;
  private double simulatedHours;

  Summary(PrintStream out) {
    this.out = out;
  }

  synchronized void add(SimulationResult result) {
    seeds++;
    digest += result.digest();
    operations += result.operations();
    faults += result.faults().size();
    simulatedHours += result.nanos() / 3.6e12;
    result
        .counters()
        .forEach(
            (name, count) ->
                counters.merge(
                    name, count, name.startsWith("most ") ? Math::max : (a, b) -> a + b));
    failures += result.violations().isEmpty() ? 0 : 1;
  }

  /** Tells of a failure, with the fewest faults that still show it. */
  synchronized void failed(SimulationResult shrunk) {
    out.println("seed " + shrunk.seed() + " FAILED: " + shrunk.violations().get(0));
    out.println("  with these of its faults:");
    shrunk.faults().forEach(fault -> out.println("    " + fault));
    shrunk.changes().forEach(change -> out.println("    and " + change));
    out.println("  replay with: make sim SEED=" + shrunk.seed() + " TRACE=1");
  }

  synchronized boolean isSound() {
    return failures == 0;
  }

  synchronized void print(int cores) {
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    counters.forEach((name, count) -> out.printf("  %,14d  %s%n", count, name));
    out.printf(
        "%d seeds (digest %016x), %d failures, %d operations, %d faults; %.1f simulated hours in"
            + " %.1f s on %d threads: %.3f simulated hours per core and second%n",
        seeds,
        digest,
        failures,
        operations,
        faults,
        simulatedHours,
        seconds,
        cores,
        simulatedHours / seconds / cores);
  }
}
