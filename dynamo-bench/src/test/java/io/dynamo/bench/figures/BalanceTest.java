package io.dynamo.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The arithmetic of the figures (Dynamo §6.2). */
class BalanceTest {
  @Test
  void efficiencyIsTheMeanLoadOverTheGreatest() {
    assertThat(Balance.efficiency(new double[] {10, 10, 10})).isEqualTo(1);
    assertThat(Balance.efficiency(new double[] {5, 10, 15})).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(Balance.efficiency(new double[] {0, 0, 9})).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void outOfBalanceIsMoreThanFifteenPerCentOffEitherWay() {
    assertThat(Balance.outOfBalance(new double[] {100, 100, 114, 86})).isZero();
    assertThat(Balance.outOfBalance(new double[] {100, 100, 116, 84})).isEqualTo(0.5);
  }

  @Test
  void everyRequestReachesTheOwnersOnce() {
    Strategy.Placed placed = Strategy.THREE.place(256, 0);

    double[] loads = LeafLoad.uniform(1000, 0).ofNodes(placed.ring());
    assertThat(loads).hasSize(30);
    assertThat(Arrays.stream(loads).sum()).isCloseTo(1000, within(1e-6));
    assertThat(Arrays.stream(LeafLoad.zipfian(2, 1, 0).ofNodes(placed.ring())).sum())
        .isCloseTo(1.5, within(1e-9));
  }

  @Test
  void customersMakeAtLeastOneRequestAndAtMostTheMost() {
    Strategy.Placed placed = Strategy.THREE.place(256, 0);
    LeafLoad load = LeafLoad.ofCustomers(1000, 1.5, 10, new Random(1));

    assertThat(Arrays.stream(load.ofNodes(placed.ring())).sum()).isBetween(1000.0, 10_000.0);
  }

  @Test
  void membershipDataOfStrategyThreeIsAByteForEachToken() {
    assertThat(Strategy.THREE.place(512, 0).bytes()).isEqualTo(512);
    assertThat(Strategy.ONE.place(512, 0).bytes()).isGreaterThan(2 * 17 * 30);
  }

  @Test
  void oneClusterHasOtherTokensThanTheNext() {
    assertThat(Strategy.TWO.place(512, 0).ring().partitions())
        .isNotEqualTo(Strategy.TWO.place(512, 1).ring().partitions());
  }

  @Test
  void mostCustomersComeInTheAfternoon() {
    assertThat(Figure6.customers(8)).isEqualTo(4_000);
    assertThat(Figure6.customers(32)).isEqualTo(40_000);
  }

  @Test
  void aChartPlacesItsPointsOnItsScales() {
    Chart chart =
        new Chart(
            "a < b",
            new Chart.Axis("x", 1, 100, true, List.of(1.0, 10.0)),
            new Chart.Axis("y", 0, 1, false, List.of(0.5)));
    chart.add(new Chart.Line("l", true, List.of(new Chart.Point(1, 0), new Chart.Point(10, 1))));

    assertThat(chart.svg())
        .contains("a &lt; b")
        .contains("points=\"70.0,310.0 405.0,40.0 \"")
        .contains("stroke-dasharray");
  }
}
