package io.dynamo.simulation.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.testkit.network.LinkQuality;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A join is known to all in a number of rounds that grows as the logarithm of their number. */
class GossipSpreadTest {
  private static final int SEEDS = 20;

  @ParameterizedTest
  @ValueSource(ints = {5, 50, 200})
  void allKnowOfAJoinWithinThreeTimesTheLogarithmOfTheirNumber(int size) {
    List<Spread> spreads = GossipTable.spreads(SEEDS, size, LinkQuality.CLEAN);

    assertThat(spreads)
        .allSatisfy(
            spread -> assertThat((double) spread.rounds()).isBetween(1.0, GossipTable.limit(size)));
  }

  @Test
  void losingATenthOfTheMessagesDoesNotBreakTheBound() {
    assertThat(GossipTable.spreads(5, 200, GossipTable.LOSSY))
        .allSatisfy(
            spread -> assertThat((double) spread.rounds()).isBetween(1.0, GossipTable.limit(200)));
  }

  @Test
  void theTrafficOfANodeDoesNotGrowWithTheCluster() {
    double few = Spread.of(1, 5, LinkQuality.CLEAN).restBytes();
    double many = Spread.of(1, 200, LinkQuality.CLEAN).restBytes();

    assertThat(few).isPositive();
    assertThat(many).isBetween(few * 0.8, few * 1.2);
  }

  @Test
  void theSameSeedGivesTheSameSpread() {
    assertThat(Spread.of(7, 50, GossipTable.LOSSY)).isEqualTo(Spread.of(7, 50, GossipTable.LOSSY));
  }

  @Test
  void theTableHasALineForEachSizeAndQuality() {
    assertThat(new GossipTable(2).lines(List.of(3, 5)))
        .hasSize(6)
        .allMatch(line -> line.startsWith("| ") && line.endsWith(" |"));
  }
}
