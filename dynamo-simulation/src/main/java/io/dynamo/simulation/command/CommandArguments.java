package io.dynamo.simulation.command;

import io.dynamo.simulation.SimulationOptions;
import io.dynamo.simulation.SimulationOptions.Changing;
import java.util.Locale;

/** What {@code make sim} was asked for. */
record CommandArguments(
    long first, long last, boolean trace, boolean shrink, int threads, SimulationOptions options) {

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException if one is unknown or no number; the message is for people
   */
  static CommandArguments of(String[] args) {
    long first = 1;
    long last = 100;
    boolean trace = false;
    boolean shrink = true;
    Changing changing = Changing.BY_SEED;
    int threads = Runtime.getRuntime().availableProcessors();
    for (String arg : args) {
      if (arg.startsWith("seeds=") && arg.contains("..")) {
        int dots = arg.indexOf("..");
        first = Long.parseLong(arg.substring("seeds=".length(), dots));
        last = Long.parseLong(arg.substring(dots + 2));
      } else if (arg.startsWith("seed=")) {
        first = Long.parseLong(arg.substring("seed=".length()));
        last = first;
      } else if (arg.startsWith("threads=")) {
        threads = Integer.parseInt(arg.substring("threads=".length()));
      } else if (arg.equals("unshrunk")) {
        shrink = false;
      } else if (arg.equals("trace")) {
        trace = true;
      } else if (arg.startsWith("changes=")) {
        changing = Changing.valueOf(arg.substring("changes=".length()).toUpperCase(Locale.ROOT));
      } else {
        throw new IllegalArgumentException(
            "unknown argument \""
                + arg
                + "\"; known: seeds=A..B seed=N threads=N"
                + " changes=by_seed|always|never unshrunk trace");
      }
    }
    return new CommandArguments(
        first, last, trace, shrink, threads, SimulationOptions.DEFAULT.with(changing));
  }
}
