package io.dynamo.bench.figures;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Figure 6 of the paper: over a day, in half hours, the part of the nodes that is out of balance,
 * beside the load. Load goes up and down with the number of customers; each has a key of its own
 * and some are far busier than others. The paper's cluster ran strategy 1.
 */
final class Figure6 {
  private static final int SLOTS = 48;
  private static final int DAYS = 10;
  private static final int FEWEST = 4_000;
  private static final int MOST = 40_000;
  private static final double EXPONENT = 1.5;
  private static final double MOST_REQUESTS = 500;

  /** About 100 tokens a node, or as many partitions. */
  private static final Map<Strategy, Integer> TOKENS =
      Map.of(Strategy.ONE, 3_000, Strategy.TWO, 3_000, Strategy.THREE, 4_096);

  private final Map<Strategy, double[]> outOfBalance = new EnumMap<>(Strategy.class);

  Figure6() {
    for (Strategy strategy : Strategy.values()) {
      double[] slots = new double[SLOTS];
      for (int day = 0; day < DAYS; day++) {
        Strategy.Placed placed = strategy.place(TOKENS.getOrDefault(strategy, 1024), day);
        Random random = new Random(day);
        for (int slot = 0; slot < SLOTS; slot++) {
          LeafLoad load = LeafLoad.ofCustomers(customers(slot), EXPONENT, MOST_REQUESTS, random);
          slots[slot] += Balance.outOfBalance(load.ofNodes(placed.ring())) / DAYS;
        }
      }
      outOfBalance.put(strategy, slots);
    }
  }

  /** Fewest at four in the morning, most at four in the afternoon. */
  static int customers(int slot) {
    double wave = (1 - Math.cos(2 * Math.PI * (slot - 8) / SLOTS)) / 2;
    return (int) Math.round(FEWEST + wave * (MOST - FEWEST));
  }

  /** The mean of the four hours of least load, or of most. */
  double outOfBalance(Strategy strategy, boolean atHighLoad) {
    double[] slots = outOfBalance.getOrDefault(strategy, new double[SLOTS]);
    double sum = 0;
    for (int i = -4; i < 4; i++) {
      sum += slots[(atHighLoad ? 32 : 8) + i];
    }
    return sum / 8;
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        "| strategy | out of balance at low load | at high load |\n| --- | ---: | ---: |\n");
    for (Strategy strategy : Strategy.values()) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.1f %% | %.1f %% |%n",
              strategy.title(),
              100 * outOfBalance(strategy, false),
              100 * outOfBalance(strategy, true)));
    }
    return table.toString();
  }

  String svg() {
    Chart chart =
        new Chart(
            "Nodes more than 15 % off the mean load, over a day",
            new Chart.Axis("hour", 0, 24, false, List.of(0.0, 4.0, 8.0, 12.0, 16.0, 20.0, 24.0)),
            new Chart.Axis(
                "% of nodes (broken: % of the greatest load)",
                0, 100, false, List.of(0.0, 20.0, 40.0, 60.0, 80.0, 100.0)));
    outOfBalance.forEach(
        (strategy, slots) -> {
          List<Chart.Point> points = new ArrayList<>();
          for (int slot = 0; slot < SLOTS; slot++) {
            points.add(new Chart.Point(slot / 2.0, 100 * slots[slot]));
          }
          chart.add(new Chart.Line(strategy.title(), false, points));
        });
    List<Chart.Point> load = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      load.add(new Chart.Point(slot / 2.0, 100.0 * customers(slot) / MOST));
    }
    chart.add(new Chart.Line("load", true, load));
    return chart.svg();
  }
}
