package io.dynamo.bench.figures;

import java.util.Arrays;

/** How evenly load is spread over nodes, in the paper's two measures (Dynamo §6.2). */
final class Balance {
  /** A node counts as out of balance when its load is further off the mean than this. */
  static final double TOLERANCE = 0.15;

  private Balance() {}

  /** Mean load of a node over the load of the hottest one: 1 is perfect. */
  static double efficiency(double[] loads) {
    double max = Arrays.stream(loads).max().orElse(0);
    return max == 0 ? 1 : mean(loads) / max;
  }

  /** The part of the nodes whose load is more than 15 % off the mean. */
  static double outOfBalance(double[] loads) {
    double mean = mean(loads);
    long out =
        Arrays.stream(loads).filter(load -> Math.abs(load - mean) > TOLERANCE * mean).count();
    return loads.length == 0 ? 0 : (double) out / loads.length;
  }

  private static double mean(double[] loads) {
    return Arrays.stream(loads).average().orElse(0);
  }
}
