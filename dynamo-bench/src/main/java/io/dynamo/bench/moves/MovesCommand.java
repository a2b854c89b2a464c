package io.dynamo.bench.moves;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code bench moves}: for each step between rings that {@code /admin/ring} told, the copies that
 * moved and the least that had to. Ends with 1 if all steps together moved over 5 % more than the
 * least.
 */
@Command(
    name = "moves",
    description = "Compares the copies that moved from ring to ring with the least possible.",
    mixinStandardHelpOptions = true)
public final class MovesCommand implements Callable<Integer> {
  private static final double MOST = 1.05;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "2..*", description = "Rings, in their order of time.")
  private List<Path> files = List.of();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new MovesCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Copies> rings = new ArrayList<>();
    for (Path file : files) {
      rings.add(Copies.of(new JsonObject(Files.readString(file))));
    }
    int moved = 0;
    double least = 0;
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i < rings.size(); i++) {
      int step = rings.get(i).movedSince(rings.get(i - 1));
      double leastOfStep = rings.get(i).leastFrom(rings.get(i - 1));
      lines.append(
          "%-12s moved %4d copies, least %7.1f, at most %.1f off its share: %s%n"
              .formatted(
                  files.get(i).getFileName(),
                  step,
                  leastOfStep,
                  rings.get(i).furthestOff(),
                  rings.get(i).held()));
      moved += step;
      least += leastOfStep;
    }
    lines.append(
        "all steps    moved %4d copies, least %7.1f: %.3f of the least%n"
            .formatted(moved, least, least == 0 ? 1 : moved / least));
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(lines);
      out.flush();
    }
    return moved <= MOST * least ? 0 : 1;
  }
}
