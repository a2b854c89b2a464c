package io.dynamo.testkit.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of a few megabytes, in memory, to be filled. Needs the right to mount: without it a
 * test fails where the environment says {@code CI=true}, and is left out elsewhere.
 */
final class SmallDisk implements AutoCloseable {
  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  static SmallDisk mount(Path root, int mebibytes) throws IOException {
    Files.createDirectories(root);
    String problem =
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", root.toString());
    if (!problem.isEmpty()) {
      String message = "cannot mount a small file system to fill: " + problem;
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(message);
      }
      Assumptions.abort(message);
    }
    return new SmallDisk(root);
  }

  Path root() {
    return root;
  }

  /** Nothing, or why the command failed. */
  private static String run(String... command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.onExit().join().exitValue() == 0 ? "" : command[0] + ": " + output;
  }

  @Override
  public void close() throws IOException {
    if (!run("umount", root.toString()).isEmpty()) {
      String problem = run("umount", "-l", root.toString());
      if (!problem.isEmpty()) {
        throw new AssertionError(problem);
      }
    }
  }
}
