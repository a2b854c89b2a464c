package io.dynamo.simulation.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.replication.store.AgedTombstones;
import io.dynamo.replication.store.CompactedRepair;
import io.dynamo.replication.store.ForeignHeaders;
import io.dynamo.replication.store.UnprovenDrops;
import io.dynamo.simulation.RunningSeeds;
import io.dynamo.simulation.Simulation;
import io.dynamo.simulation.SimulationOptions;
import io.dynamo.simulation.SimulationOptions.Changing;
import io.dynamo.simulation.cluster.ClusterShape.Quorums;
import io.dynamo.simulation.fault.Fault;
import io.dynamo.simulation.fault.FaultKind;
import io.dynamo.simulation.node.Wrapping;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each thing that could be wrong is found, as what it breaks, within a thousand seeds. */
class MutantTest {
  private static final int MOST_SEEDS = 1000;
  private static final long SECOND = 1_000_000_000L;

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

  @Test
  void statesWithoutWhatTheyReplacedMakeAncestorsSiblings() {
    assertFound('d', CompactedRepair::new);
  }

  @Test
  void tombstonesReapedByAgeLetValuesComeBack() {
    assertFound('c', AgedTombstones::new);
  }

  /**
   * Whoever was not asked counts as an older disk (rule D5): it refuses what it is to keep, so that
   * nothing comes back, but puts fail for which enough nodes were there.
   */
  @Test
  void raisingOnOwnersAloneMakesTheOthersRefuse() {
    assertFound('f', OwnersRaiseAlone::new);
  }

  @Test
  void reapingInSpiteOfHintsLetsValuesComeBack() {
    assertFound('c', ForgottenHints::new);
  }

  /** With W = 3 one whole owner is enough to be whole again; with W = 2 it takes all others. */
  @Test
  void becomingWholeByOneThatIsNotShowsNothing() {
    List<Fault> wipes = new ArrayList<>();
    List<NodeId> nodes = List.of(new NodeId("n1"), new NodeId("n2"), new NodeId("n3"));
    for (int i = 0; i < 12; i++) {
      List<NodeId> two = List.of(nodes.get(i % 3), nodes.get((i + 1) % 3));
      wipes.add(new Fault(FaultKind.WIPE_TWO, (60 + 30 * i) * SECOND, SECOND, two, i));
    }
    assertFound('a', EverybodyWhole::new, SimulationOptions.DEFAULT.writing(3).with(wipes));
  }

  @Test
  void countingAnswersOfOtherOwnersLosesWrites() {
    assertFound('a', BlindOwners::new, cutInTwo());
  }

  @Test
  void droppingOnTheProofsOfOthersLosesWrites() {
    assertFound('a', UnprovenDrops::new, cutInTwo());
  }

  /** Nodes come and go, and the cluster is cut in two all the time, each time otherwise. */
  private static SimulationOptions cutInTwo() {
    List<Fault> splits = new ArrayList<>();
    for (int i = 0; i < 22; i++) {
      splits.add(
          new Fault(FaultKind.SPLIT, (20 + 20L * i) * SECOND, 14 * SECOND, List.of(), i * 7919L));
    }
    return SimulationOptions.DEFAULT.with(splits).with(Changing.ALWAYS).with(Quorums.COMMON);
  }

  private static void assertFound(char invariant, Supplier<Wrapping> mutant) {
    assertFound(invariant, mutant, SimulationOptions.DEFAULT);
  }

  /** A seed may break something else before. */
  private static void assertFound(
      char invariant, Supplier<Wrapping> mutant, SimulationOptions options) {
    AtomicLong found = new AtomicLong();
    RunningSeeds.run(
        MOST_SEEDS,
        () -> options.with(mutant.get()),
        result -> {
          boolean breaks =
              result.violations().stream().anyMatch(one -> one.invariant() == invariant);
          found.set(breaks ? result.seed() : 0);
          return breaks;
        });
    assertThat(found).as("the seed that breaks (%s)", invariant).hasPositiveValue();
    assertThat(Simulation.run(found.get(), options).violations()).isEmpty();
  }
}
