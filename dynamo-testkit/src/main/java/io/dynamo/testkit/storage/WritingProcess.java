package io.dynamo.testkit.storage;

import io.dynamo.api.MapSettings;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageEngineProvider;
import io.dynamo.api.storage.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The process that is killed: it opens an engine and writes {@link NumberedBatches}, one after the
 * other, until it is no more. It loads all that it needs on a directory of its own first and then
 * waits for a line {@code directory number}, so that it can be started ahead of time. It says
 * {@code begin n} before a write and {@code done n} when that has returned (and, with {@link
 * Durability#SYNC}, is synced).
 */
final class WritingProcess {
  private final StorageEngineProvider provider;
  private final Durability durability;

  private WritingProcess(StorageEngineProvider provider, Durability durability) {
    this.provider = provider;
    this.durability = durability;
  }

  /** Arguments: class of the provider, durability, and a directory to warm up in. */
  public static void main(String[] args) throws Exception {
    StorageEngineProvider provider =
        Class.forName(args[0])
            .asSubclass(StorageEngineProvider.class)
            .getConstructor()
            .newInstance();
    WritingProcess process = new WritingProcess(provider, Durability.valueOf(args[1]));
    process.warmUp(Path.of(args[2]));
    String line = readLine();
    if (line != null) {
      int space = line.lastIndexOf(' ');
      process.write(Path.of(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
    }
  }

  private static @Nullable String readLine() throws IOException {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
  }

  private void warmUp(Path scratch) {
    try (StorageEngine engine = provider.open(scratch, durability, MapSettings.EMPTY)) {
      engine.write(NumberedBatches.batch(1));
      engine.sync();
    }
  }

  private void write(Path directory, long first) {
    StorageEngine engine;
    try {
      engine = provider.open(directory, durability, MapSettings.EMPTY);
    } catch (StorageException e) {
      say("refused");
      return;
    }
    for (long number = first; ; number++) {
      say("begin " + number);
      engine.write(NumberedBatches.batch(number));
      if (durability == Durability.SYNC) {
        engine.sync();
      }
      say("done " + number);
    }
  }

  /** In one system call: a line is either all in the pipe or not at all. */
  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
