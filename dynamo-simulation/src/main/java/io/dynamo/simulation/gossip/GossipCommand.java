package io.dynamo.simulation.gossip;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Prints how fast a join spreads, and at what price: the table of {@code docs/gossip.md}. Writes
 * nothing. The only argument is the number of seeds, 1000 if it is left out.
 */
public final class GossipCommand {
  private static final List<Integer> SIZES = List.of(5, 50, 200);
  private static final int SEEDS = 1000;
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private GossipCommand() {}

  /** Runs. */
  public static void main(String[] args) {
    int seeds = args.length == 0 ? SEEDS : Integer.parseInt(args[0]);
    new GossipTable(seeds).lines(SIZES).forEach(OUT::println);
  }
}
