package io.dynamo.simulation.gossip;

import io.dynamo.testkit.network.LinkQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What many seeds of some sizes came to, as a table in Markdown. */
final class GossipTable {
  /** A tenth of all messages is lost. */
  static final LinkQuality LOSSY = new LinkQuality(100_000, 1_000_000, 100, 0);

  private static final double PERCENTILE = 0.99;
  private final int seeds;

  GossipTable(int seeds) {
    this.seeds = seeds;
  }

  /** The lines of the table. */
  List<String> lines(List<Integer> sizes) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| members n | messages lost | rounds, median | 99th percentile | most | 99th / log2 n"
            + " | bytes per node and second at rest | while it spreads |");
    lines.add("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (LinkQuality links : List.of(LinkQuality.CLEAN, LOSSY)) {
      for (int size : sizes) {
        lines.add(line(size, links));
      }
    }
    return lines;
  }

  private String line(int size, LinkQuality links) {
    List<Spread> spreads = spreads(seeds, size, links);
    return String.format(
        Locale.ROOT,
        "| %d | %d %% | %d | %d | %d | %.2f | %.0f | %.0f |",
        size,
        links.lostPerMille() / 10,
        rounds(spreads, 0.5),
        rounds(spreads, PERCENTILE),
        rounds(spreads, 1),
        rounds(spreads, PERCENTILE) / log2(size),
        spreads.stream().mapToDouble(Spread::restBytes).average().orElseThrow(),
        spreads.stream().mapToDouble(Spread::spreadBytes).average().orElseThrow());
  }

  static List<Spread> spreads(int seeds, int size, LinkQuality links) {
    List<Spread> spreads = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      spreads.add(Spread.of(seed, size, links));
    }
    return spreads;
  }

  /** The rounds in which this part of the seeds was done. */
  static int rounds(List<Spread> spreads, double part) {
    List<Integer> sorted = spreads.stream().map(Spread::rounds).sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }

  /** What the 99th percentile must not be over. */
  static double limit(int size) {
    return 3 * log2(size);
  }

  private static double log2(int size) {
    return Math.log(size) / Math.log(2);
  }
}
