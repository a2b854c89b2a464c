package io.dynamo.bench.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes the paper's figures 8 and 6 (Dynamo §6.2), as computed with our strategies, into a
 * directory: {@code figure8.md}, {@code figure8.svg}, {@code figure6.md}, {@code figure6.svg}. The
 * same bytes each time.
 */
public final class FiguresCommand {
  private static final int KEYS = 300_000;

  /** Where all strategies have a size close by, and the paper's order is looked for. */
  private static final double SMALL = 1_024;

  private static final double LARGE = 8_192;

  /** Differences below this are not worth a word. */
  private static final double CHANCE = 0.02;

  private FiguresCommand() {}

  /** The one argument is the directory. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("which directory? as in: bench figure8 docs/figures");
    }
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    Figure8 eight = new Figure8(KEYS);
    Files.writeString(directory.resolve("figure8.md"), page(eight));
    Files.writeString(directory.resolve("figure8.svg"), eight.svg());
    Figure6 six = new Figure6();
    Files.writeString(directory.resolve("figure6.md"), page(six));
    Files.writeString(directory.resolve("figure6.svg"), six.svg());
    System.out.println(eight.table() + "\n" + six.table() + "\nwritten to " + directory);
  }

  private static String page(Figure8 figure) {
    return """
        # Figure 8: how evenly the strategies spread load

        ![efficiency against membership data](figure8.svg)

        Load-balancing efficiency is the mean load of a node over that of the hottest one. 30 nodes, N = 3,
        300,000 keys; each owner of a key gets an equal part of its requests. Membership data is what a node must know to place
        keys, encoded: of random tokens their distances and nodes, of strategy 3 the nodes alone. Strategy 1 draws tokens
        on 65,536 places, strategy 2 has 8,192 partitions. Averaged over 8 clusters, each with its own tokens and keys.

        With 1 KiB of membership data: %s. With 8 KiB: %s.

        %s

        %s
        Made by `dynamo-bench/bin/bench figure8`.
        """
        .formatted(
            figure.comparison(SMALL), figure.comparison(LARGE), verdict(figure), figure.table());
  }

  private static String verdict(Figure8 figure) {
    boolean threeIsBest = true;
    double behind = Double.MAX_VALUE;
    for (double bytes : new double[] {SMALL, LARGE}) {
      double one = figure.efficiencyAt(Strategy.ONE, bytes);
      double two = figure.efficiencyAt(Strategy.TWO, bytes);
      double three = figure.efficiencyAt(Strategy.THREE, bytes);
      threeIsBest &= three > one && three > two;
      behind = Math.min(behind, one - two);
    }
    return "The paper found strategy 3 best and strategy 2 worst. Here strategy 3 "
        + (threeIsBest ? "is best, too" : "is not best at both sizes")
        + ". Strategy 2 "
        + (behind > CHANCE
            ? "is behind strategy 1, as in the paper."
            : "is not behind strategy 1 by more than chance: only the accuracy of its borders"
                + " differs while there are many more partitions than tokens.")
        + " Under zipfian keys no placement helps the owners of the hottest key: that sets the"
        + " ceiling of all three.";
  }

  private static String page(Figure6 figure) {
    return """
        # Figure 6: nodes out of balance over a day

        ![nodes out of balance over a day](figure6.svg)

        A node is out of balance when its load is more than 15 %% off the mean. 30 nodes, N = 3, about 100 tokens a node;
        4,000 to 40,000 customers in each half hour, each with a key of its own and a number of requests from a Pareto
        distribution (exponent 1.5, at most 500). Averaged over 10 days, each with a cluster of its own.

        %s
        %s

        Made by `dynamo-bench/bin/bench figure8`.
        """
        .formatted(figure.table(), verdict(figure));
  }

  private static String verdict(Figure6 figure) {
    double low = figure.outOfBalance(Strategy.ONE, false);
    double high = figure.outOfBalance(Strategy.ONE, true);
    return String.format(
        Locale.ROOT,
        "The paper saw about 20 %% of the nodes out of balance at low load and 10 %% at high load,"
            + " with strategy 1. Here it is %.0f %% and %.0f %%: %s. The numbers depend on how skewed"
            + " customers are assumed to be, the direction does not.",
        100 * low,
        100 * high,
        low > high
            ? "more at low load, as in the paper, because fewer keys share the load then"
            : "not more at low load, unlike in the paper");
  }
}
