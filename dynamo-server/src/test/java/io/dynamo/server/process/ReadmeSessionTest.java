package io.dynamo.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The session of the README, typed into a shell as it stands there. */
class ReadmeSessionTest {
  private static final String MARK = "@@ end of output @@";

  private record Step(String command, String output) {}

  @Test
  void everyCommandPrintsWhatTheReadmeShows(@TempDir Path directory)
      throws IOException, InterruptedException {
    List<Step> steps = steps(Files.readString(readme()));
    assertThat(steps).hasSizeGreaterThan(8);
    try (RunningCluster cluster = RunningCluster.start(directory, 3)) {
      StringBuilder script = new StringBuilder();
      for (Step step : steps) {
        script.append(onPorts(cluster, step.command())).append("\necho '" + MARK + "'\n");
      }
      String[] printed = run(script.toString()).split(MARK + "\n", -1);
      for (int i = 0; i < steps.size(); i++) {
        assertThat(printed[i].stripTrailing())
            .as(steps.get(i).command())
            .isEqualTo(steps.get(i).output());
      }
    }
  }

  private static Path readme() {
    Path here = Path.of("").toAbsolutePath();
    Path beside = here.resolve("README.md");
    return Files.exists(beside) ? beside : here.getParent().resolve("README.md");
  }

  /** Lines after "$ " in the console blocks, each with the lines below it. */
  private static List<Step> steps(String readme) {
    List<Step> steps = new ArrayList<>();
    boolean console = false;
    for (String line : readme.lines().toList()) {
      if (line.startsWith("```")) {
        console = line.equals("```console");
      } else if (console && line.startsWith("$ ")) {
        steps.add(new Step(line.substring(2), ""));
      } else if (console) {
        Step last = steps.remove(steps.size() - 1);
        String output = last.output().isEmpty() ? line : last.output() + "\n" + line;
        steps.add(new Step(last.command(), output));
      }
    }
    return steps;
  }

  private static String onPorts(RunningCluster cluster, String command) {
    String placed = command;
    for (int number = 1; number <= cluster.size(); number++) {
      placed =
          placed.replace(
              "localhost:" + (8390 + 10 * number), "127.0.0.1:" + cluster.httpPort(number));
    }
    return placed;
  }

  /** What a terminal shows of it: lines of a multipart body end with a carriage return too. */
  private static String run(String script) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("bash", "-u").redirectErrorStream(true).start();
    try (var in = shell.getOutputStream()) {
      in.write(script.getBytes(StandardCharsets.UTF_8));
    }
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return printed.replace("\r", "");
  }
}
