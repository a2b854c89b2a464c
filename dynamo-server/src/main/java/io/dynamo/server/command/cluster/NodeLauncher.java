package io.dynamo.server.command.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts {@code dynamo} in a process of its own: by the launcher script of the distribution, which
 * knows the JVM options of a node, or, where there is none, by this process's Java and class path.
 */
final class NodeLauncher {
  private final List<String> command;

  private NodeLauncher(List<String> command) {
    this.command = List.copyOf(command);
  }

  /**
   * The launcher of this distribution.
   *
   * @param home of the distribution, or null if the classes do not come from one
   */
  static NodeLauncher of(@Nullable Path home, String mainClass) {
    if (home != null && Files.isExecutable(home.resolve("bin").resolve("dynamo"))) {
      return new NodeLauncher(List.of(home.resolve("bin").resolve("dynamo").toString()));
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new NodeLauncher(
        List.of(java.toString(), "-cp", System.getProperty("java.class.path"), mainClass));
  }

  /** Starts a process that appends all it writes to this file. It reads nothing. */
  Process start(List<String> arguments, Path log) throws IOException {
    List<String> line = new ArrayList<>(command);
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    return builder.start();
  }
}
