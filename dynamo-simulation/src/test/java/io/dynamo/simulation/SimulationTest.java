package io.dynamo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.simulation.fault.Fault;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A fixed set of seeds: nothing is found, and the same happens again. */
class SimulationTest {
  /** How many seeds every build runs, unless it is told otherwise. */
  private static final long FIXED_SEEDS = 250;

  private static final long SEEDS = Long.getLong("dynamo.simulation.seeds", FIXED_SEEDS);

  /** What is seldom met and must be met all the same, each with the name of its counter. */
  private static final List<String> RARE =
      List.of(
          "hint kept",
          "hint delivered",
          "sloppy get",
          "sloppy put",
          "three siblings seen",
          "tombstones reaped",
          "torn batch dropped",
          "incarnation changed",
          "trees mended",
          "partition set aside",
          "partition not whole",
          "partition whole",
          "record damaged",
          "record set aside",
          "put Unknown",
          "retry",
          "read repaired",
          "overloaded",
          "batch failed",
          "fault WIPE_TWO",
          "checked (a): get of what all owners have",
          "checked (a): get by whole owners of what they acknowledged",
          "checked (f): put that must succeed",
          "checked (f): put that must succeed while its partition moves",
          "checked (a): get of what was acknowledged before a move",
          "checked (h): acknowledged puts are on a disk",
          "change Join",
          "change Leave",
          "change Remove",
          "change Replace",
          "change SetWeight",
          "change Cancel",
          "changes on two sides",
          "ended as MEMBER",
          "ended as GONE",
          "ended as REMOVED",
          "joiner destroyed",
          "removed node turned up",
          "crashed while one joined",
          "partition sealed",
          "partition handed over",
          "partition dropped",
          "answered OtherView",
          "answered Sealed",
          "merged as by a future owner");

  /** Its digest over all seeds is printed: it must not depend on the JVM. */
  @Test
  void noInvariantIsBroken() {
    TreeMap<String, Long> counters = new TreeMap<>();
    long digest = 0;
    for (SimulationResult result : RunningSeeds.all(SEEDS, SimulationOptions.DEFAULT)) {
      assertThat(result.violations()).as("make sim SEED=%d TRACE=1", result.seed()).isEmpty();
      assertThat(result.operations()).isGreaterThanOrEqualTo(500);
      assertThat(result.nanos()).isGreaterThanOrEqualTo(600_000_000_000L);
      assertThat(result.faults()).hasSizeGreaterThanOrEqualTo(5);
      assertThat(new TreeSet<>(result.faults().stream().map(Fault::kind).toList()))
          .hasSizeGreaterThanOrEqualTo(3);
      result.counters().forEach((name, count) -> counters.merge(name, count, Long::sum));
      digest = digest * 31 + result.digest();
    }
    assertThat(counters.keySet()).containsAll(RARE);
    System.out.printf("simulation: %d seeds, digest %016x%n", SEEDS, digest);
  }

  @Test
  void theSameSeedIsTheSameRun() {
    for (long seed : List.of(1L, 2L, 3L)) {
      SimulationResult first = Simulation.run(seed, SimulationOptions.DEFAULT);
      SimulationResult second = Simulation.run(seed, SimulationOptions.DEFAULT);
      assertThat(second).isEqualTo(first);
    }
    assertThat(Simulation.run(4, SimulationOptions.DEFAULT).digest())
        .isNotEqualTo(Simulation.run(5, SimulationOptions.DEFAULT).digest());
  }

  @Test
  void faultsThatAreLeftOutDoNotHappen() {
    SimulationResult calm = Simulation.run(1, SimulationOptions.DEFAULT.with(List.<Fault>of()));
    assertThat(calm.violations()).isEmpty();
    assertThat(calm.counters().keySet()).noneMatch(name -> name.startsWith("fault "));
  }
}
