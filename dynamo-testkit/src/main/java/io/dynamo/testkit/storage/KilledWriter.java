package io.dynamo.testkit.storage;

import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngineProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link WritingProcess} seen from outside: started, told to go, killed. For one thread. */
final class KilledWriter implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final Path errors;
  private long lastBegun;
  private long lastDone;
  private boolean refused;

  private KilledWriter(Process process, Path errors) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.errors = errors;
  }

  /** Starts it; what it needs besides the directory it writes to goes to {@code scratch}. */
  static KilledWriter start(StorageEngineProvider provider, Durability durability, Path scratch)
      throws IOException {
    Files.createDirectories(scratch.resolve("warm-up"));
    Path errors = scratch.resolve("errors");
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(
        List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-Djava.io.tmpdir=" + scratch); // where native libraries are unpacked
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WritingProcess.class.getName());
    command.add(provider.getClass().getName());
    command.add(durability.name());
    command.add(scratch.resolve("warm-up").toString());
    return new KilledWriter(
        new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  void go(Path directory, long first) throws IOException {
    lastDone = first - 1;
    lastBegun = first - 1;
    Writer input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(directory + " " + first + "\n");
    input.flush();
  }

  /** Waits until it has begun to write this batch. */
  void awaitBegin(long number) throws IOException {
    while (lastBegun < number) {
      if (!readLine()) {
        throw new AssertionError(
            "the writing process ended by itself: " + Files.readString(errors));
      }
    }
  }

  /** Waits until it has ended by itself, because the directory was refused. */
  boolean awaitRefusal() throws IOException {
    while (readLine()) {}
    return refused;
  }

  /** Kills it with SIGKILL and reads what it had said until then. */
  void kill() throws IOException {
    process.toHandle().destroyForcibly(); // the process itself would close its output
    while (readLine()) {}
  }

  /** The last batch that it had begun. */
  long lastBegun() {
    return lastBegun;
  }

  /** The last batch whose write had returned. */
  long lastDone() {
    return lastDone;
  }

  private boolean readLine() throws IOException {
    @Nullable String line = output.readLine();
    if (line == null) {
      return false;
    }
    if (line.startsWith("begin ")) {
      lastBegun = Long.parseLong(line.substring("begin ".length()));
    } else if (line.startsWith("done ")) {
      lastDone = Long.parseLong(line.substring("done ".length()));
    } else if (line.equals("refused")) {
      refused = true;
    }
    return true;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
