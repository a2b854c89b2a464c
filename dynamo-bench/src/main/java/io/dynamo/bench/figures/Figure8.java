package io.dynamo.bench.figures;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figure 8 of the paper: load-balancing efficiency of the three strategies against the size of
 * their membership data, for 30 nodes and N = 3, averaged over some clusters with keys of their
 * own.
 */
final class Figure8 {
  private static final int CLUSTERS = 8;
  private static final List<Integer> TOKENS =
      List.of(64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384);

  private final List<LeafLoad> uniform = new ArrayList<>();
  private final List<LeafLoad> skewed = new ArrayList<>();
  private final Map<Strategy, List<Row>> rows = new EnumMap<>(Strategy.class);

  /** One size of one strategy: bytes, and efficiencies. */
  record Row(int tokens, double bytes, double uniform, double skewed) {}

  /**
   * @param keys how many keys are asked for
   */
  Figure8(int keys) {
    for (int set = 0; set < CLUSTERS; set++) {
      uniform.add(LeafLoad.uniform(keys, set));
      skewed.add(LeafLoad.zipfian(keys, 0.99, set));
    }
    for (Strategy strategy : Strategy.values()) {
      rows.put(strategy, TOKENS.stream().map(tokens -> row(strategy, tokens)).toList());
    }
  }

  private Row row(Strategy strategy, int tokens) {
    double bytes = 0;
    double evenly = 0;
    double skewedly = 0;
    for (int cluster = 0; cluster < CLUSTERS; cluster++) {
      Strategy.Placed placed = strategy.place(tokens, cluster);
      bytes += placed.bytes();
      evenly += Balance.efficiency(uniform.get(cluster).ofNodes(placed.ring()));
      skewedly += Balance.efficiency(skewed.get(cluster).ofNodes(placed.ring()));
    }
    return new Row(tokens, bytes / CLUSTERS, evenly / CLUSTERS, skewedly / CLUSTERS);
  }

  List<Row> rows(Strategy strategy) {
    return rows.getOrDefault(strategy, List.of());
  }

  /** The efficiency for uniform keys with so much membership data, between the sizes computed. */
  double efficiencyAt(Strategy strategy, double bytes) {
    List<Row> sizes = rows(strategy);
    Row before = sizes.get(0);
    for (Row row : sizes) {
      if (row.bytes() >= bytes) {
        double part =
            row.bytes() == before.bytes()
                ? 0
                : (bytes - before.bytes()) / (row.bytes() - before.bytes());
        return before.uniform() + part * (row.uniform() - before.uniform());
      }
      before = row;
    }
    return before.uniform();
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append("| strategy | tokens | bytes | uniform keys | zipfian keys (0.99) |\n");
    table.append("| --- | ---: | ---: | ---: | ---: |\n");
    rows.forEach(
        (strategy, sizes) ->
            sizes.forEach(
                row ->
                    table.append(
                        String.format(
                            Locale.ROOT,
                            "| %s | %d | %.0f | %.3f | %.3f |%n",
                            strategy.title(),
                            row.tokens(),
                            row.bytes(),
                            row.uniform(),
                            row.skewed()))));
    return table.toString();
  }

  /** The strategies at one size, best first: what the paper compares. */
  String comparison(double bytes) {
    List<Strategy> byEfficiency = new ArrayList<>(List.of(Strategy.values()));
    byEfficiency.sort(
        (one, other) -> Double.compare(efficiencyAt(other, bytes), efficiencyAt(one, bytes)));
    StringBuilder text = new StringBuilder();
    for (Strategy strategy : byEfficiency) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(
              String.format(
                  Locale.ROOT,
                  "strategy %s %.3f",
                  strategy.title().substring(0, 1),
                  efficiencyAt(strategy, bytes)));
    }
    return text.toString();
  }

  String svg() {
    Chart chart =
        new Chart(
            "Load-balancing efficiency, 30 nodes, N = 3",
            new Chart.Axis(
                "bytes of membership data",
                64,
                65_536,
                true,
                List.of(64.0, 256.0, 1024.0, 4096.0, 16_384.0, 65_536.0)),
            new Chart.Axis(
                "mean load / greatest load", 0, 1, false, List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0)));
    rows.forEach(
        (strategy, sizes) ->
            chart.add(
                new Chart.Line(
                    strategy.title() + ", uniform",
                    false,
                    sizes.stream()
                        .map(row -> new Chart.Point(row.bytes(), row.uniform()))
                        .toList())));
    rows.forEach(
        (strategy, sizes) ->
            chart.add(
                new Chart.Line(
                    strategy.title() + ", zipfian",
                    true,
                    sizes.stream()
                        .map(row -> new Chart.Point(row.bytes(), row.skewed()))
                        .toList())));
    return chart.svg();
  }
}
