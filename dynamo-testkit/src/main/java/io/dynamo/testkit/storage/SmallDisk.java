package io.dynamo.testkit.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of a few megabytes, in memory, to be filled. Needs the right to mount: without it a
 * test fails where the environment says {@code CI=true}, and is left out elsewhere.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int BLOCK_BYTES = 4096;

  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  /** Mounts it at this directory, which is made if it is not there. */
  public static SmallDisk mount(Path root, int mebibytes) throws IOException {
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

  /** Where it is mounted. */
  public Path root() {
    return root;
  }

  /** Takes all room that is left, by a file that {@link #free} deletes. */
  public void fill() throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream file = Files.newOutputStream(filler())) {
      while (Files.getFileStore(root).getUsableSpace() > 0) {
        file.write(block);
      }
    } catch (IOException e) {
      if (Files.getFileStore(root).getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  /** Gives back the room that {@link #fill} took. */
  public void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return root.resolve("filler");
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
