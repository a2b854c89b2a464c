package io.dynamo.simulation.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.replication.store.ForeignHeaders;
import io.dynamo.simulation.Simulation;
import io.dynamo.simulation.SimulationOptions;
import io.dynamo.simulation.SimulationResult;
import io.dynamo.simulation.node.Wrapping;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each thing that could be wrong is found, as what it breaks, within a thousand seeds. */
class MutantTest {
  private static final int MOST_SEEDS = 1000;

  @Test
  void aHintThatIsAcknowledgedAndNotKeptLosesWrites() {
    assertFound('a', DroppedHints::new);
  }

  @Test
  void mergingByOverwritingLosesWrites() {
    assertFound('a', OverwritingMerge::new);
  }

  @Test
  void anActorThatNoHeaderNamesMakesADotTwice() {
    assertFound('e', ForeignHeaders::new);
  }

  @Test
  void aStopMarkerThatIsNotConsumedMakesADotTwice() {
    assertFound('e', KeptStopMarker::new);
  }

  @Test
  void anAcknowledgementBeforeTheCommitLosesWrites() {
    assertFound('a', EarlyAcknowledgement::new);
  }

  @Test
  void countingAFallbackThatHasNothingShowsNothing() {
    assertFound('a', CountedAbsence::new);
  }

  @Test
  void believingEverybodyDownRefusesPuts() {
    assertFound('f', EverybodyDown::new);
  }

  @Test
  void aQueueWithoutBoundGrowsOverIt() {
    assertFound('g', UnboundedQueue::new);
  }

  private static void assertFound(char invariant, Supplier<Wrapping> mutant) {
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      SimulationResult result = Simulation.run(seed, SimulationOptions.DEFAULT.with(mutant.get()));
      if (!result.violations().isEmpty()) {
        assertThat(result.violations())
            .as("seed %d", seed)
            .anyMatch(violation -> violation.invariant() == invariant);
        assertThat(Simulation.run(seed, SimulationOptions.DEFAULT).violations()).isEmpty();
        return;
      }
    }
    throw new AssertionError("not found in " + MOST_SEEDS + " seeds");
  }
}
