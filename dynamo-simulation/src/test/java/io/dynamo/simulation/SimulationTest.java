package io.dynamo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.simulation.fault.Fault;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A fixed set of seeds: nothing is found, and the same happens again. */
class SimulationTest {
  /** How many seeds every build runs. */
  private static final long SEEDS = Long.getLong("dynamo.simulation.seeds", 40);

  @Test
  void noInvariantIsBroken() {
    TreeMap<String, Long> counters = new TreeMap<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      SimulationResult result = Simulation.run(seed, SimulationOptions.DEFAULT);
      assertThat(result.violations()).as("make sim SEED=%d TRACE=1", seed).isEmpty();
      assertThat(result.operations()).isGreaterThanOrEqualTo(500);
      assertThat(result.nanos()).isGreaterThanOrEqualTo(600_000_000_000L);
      assertThat(result.faults()).hasSizeGreaterThanOrEqualTo(5);
      assertThat(new TreeSet<>(result.faults().stream().map(Fault::kind).toList()))
          .hasSizeGreaterThanOrEqualTo(3);
      result.counters().forEach((name, count) -> counters.merge(name, count, Long::sum));
    }
    assertThat(counters)
        .containsKeys(
            "hint kept",
            "hint delivered",
            "sloppy get",
            "sloppy put",
            "three siblings seen",
            "incarnation changed",
            "read repaired",
            "overloaded",
            "batch failed",
            "retry",
            "checked (a): get of what all owners have",
            "checked (f): put that must succeed");
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
