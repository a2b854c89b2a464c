package io.dynamo.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Runs seeds on all cores, some ahead of the one that is looked at; results come in order. */
public final class RunningSeeds {
  private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private RunningSeeds() {}

  /**
   * Runs seeds from 1 on.
   *
   * @param options made anew for each seed: what is in them may have a memory
   * @param enough is given each result in the order of seeds, until it says true
   */
  public static void run(
      long seeds, Supplier<SimulationOptions> options, Predicate<SimulationResult> enough) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      ArrayDeque<Future<SimulationResult>> ahead = new ArrayDeque<>();
      long next = 1;
      for (long seed = 1; seed <= seeds; seed++) {
        for (; next <= seeds && ahead.size() < 2 * THREADS; next++) {
          long begun = next;
          ahead.add(threads.submit(() -> Simulation.run(begun, options.get())));
        }
        if (enough.test(ahead.remove().get())) {
          return;
        }
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Runs the seeds from 1 to this one. */
  public static List<SimulationResult> all(long seeds, SimulationOptions options) {
    List<SimulationResult> all = new ArrayList<>();
    run(
        seeds,
        () -> options,
        result -> {
          all.add(result);
          return false;
        });
    return all;
  }
}
