package io.dynamo.server.command.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One node of a local cluster, as a process.
 *
 * @param name n1, n2, ...
 * @param number 1, 2, ...
 */
record NodeProcess(String name, int number, Process process, Path log) {
  private static final int TAIL_BYTES = 8192;
  private static final int TAIL_LINES = 20;

  boolean isAlive() {
    return process.isAlive();
  }

  /** Completed with the exit code when it has ended. */
  CompletableFuture<Integer> exited() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Asks it to stop. */
  void askToStop() {
    process.destroy();
  }

  /**
   * Waits until it has stopped, and kills it if it has not after this time.
   *
   * @return whether it stopped by itself
   */
  boolean awaitStop(Duration longest) throws InterruptedException {
    if (process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      return true;
    }
    process.destroyForcibly();
    process.waitFor();
    return false;
  }

  /** The last lines that it wrote; what hinders reading them, if they cannot be read. */
  List<String> lastLines() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long start = Math.max(0, file.length() - TAIL_BYTES);
      byte[] tail = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(tail);
      List<String> lines = new String(tail, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    } catch (IOException e) {
      return List.of(log + " cannot be read: " + e.getMessage());
    }
  }
}
