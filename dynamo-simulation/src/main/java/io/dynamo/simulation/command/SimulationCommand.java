package io.dynamo.simulation.command;

import io.dynamo.simulation.Simulation;
import io.dynamo.simulation.SimulationOptions;
import io.dynamo.simulation.SimulationResult;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code make sim SEEDS=1..1000}, or {@code make sim SEED=7 TRACE=1}: runs seeds, one per core at a
 * time, and prints what they found. Exit code 1 if anything did not hold.
 */
public final class SimulationCommand {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private SimulationCommand() {}

  /**
   * Runs.
   *
   * @param args {@code seeds=A..B} or {@code seed=N}; {@code threads=N}; {@code trace} prints all
   *     that happens; {@code unshrunk} leaves a failure with all its faults
   */
  public static void main(String[] args) throws InterruptedException {
    CommandArguments arguments;
    try {
      arguments = CommandArguments.of(args);
    } catch (IllegalArgumentException e) {
      OUT.println(e.getMessage());
      System.exit(2);
      return;
    }
    boolean sound = arguments.trace() ? trace(arguments) : runAll(arguments);
    System.exit(sound ? 0 : 1);
  }

  private static boolean trace(CommandArguments arguments) {
    SimulationOptions options = arguments.options().tracedTo(OUT::println);
    SimulationResult result = Simulation.run(arguments.first(), options);
    OUT.println("faults:");
    result.faults().forEach(fault -> OUT.println("  " + fault));
    OUT.println("changes:");
    result.changes().forEach(change -> OUT.println("  " + change));
    OUT.println("counters: " + result.counters());
    result.violations().forEach(OUT::println);
    OUT.printf("seed %d: digest %016x%n", result.seed(), result.digest());
    return result.violations().isEmpty();
  }

  private static boolean runAll(CommandArguments arguments) throws InterruptedException {
    Summary summary = new Summary(OUT);
    AtomicLong next = new AtomicLong(arguments.first());
    Thread[] threads = new Thread[arguments.threads()];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(() -> runSome(arguments, next, summary), "simulation-" + i);
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    summary.print(threads.length);
    return summary.isSound();
  }

  private static void runSome(CommandArguments arguments, AtomicLong next, Summary summary) {
    for (long seed = next.getAndIncrement();
        seed <= arguments.last();
        seed = next.getAndIncrement()) {
      SimulationResult result = Simulation.run(seed, arguments.options());
      summary.add(result);
      if (!result.violations().isEmpty()) {
        summary.failed(
            arguments.shrink() ? new Shrinking(arguments.options()).shrink(result) : result);
      }
    }
  }
}
