package io.dynamo.server.node;

import io.dynamo.api.node.NodeLog;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageEngineProvider;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.data.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A node's directory with its two engines, of records and of hints, all open. */
final class NodeStorage {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final DataDirectory directory;
  private final StorageEngine engine;
  private final StorageEngine hints;
  private final boolean hasRecords;

  private NodeStorage(
      DataDirectory directory, StorageEngine engine, StorageEngine hints, boolean hasRecords) {
    this.directory = directory;
    this.engine = engine;
    this.hints = hints;
    this.hasRecords = hasRecords;
  }

  /**
   * Opens all of it.
   *
   * @throws io.dynamo.api.storage.StorageException if the directory is in use, was made by another
   *     engine, or cannot be read
   */
  static NodeStorage open(NodeConfig config, StorageEngineProvider provider) {
    DataDirectory directory =
        DataDirectory.open(
            config.data(),
            config.storage().engine(),
            config.storage().durability(),
            DataDirectory.bootId(),
            STAMP.format(Instant.now()));
    StorageEngine engine = null;
    StorageEngine hints = null;
    try {
      engine =
          provider.open(
              directory.storeDirectory(),
              config.storage().durability(),
              config.storage().settings());
      hints =
          provider.open(
              directory.hintsDirectory(),
              config.storage().durability(),
              config.storage().settings());
      directory.onEnginesOpen(List.of(engine, hints));
      boolean hasRecords = DataDirectory.hasRecords(engine) || DataDirectory.hasRecords(hints);
      return new NodeStorage(directory, engine, hints, hasRecords);
    } catch (RuntimeException e) {
      if (hints != null) {
        hints.close();
      }
      if (engine != null) {
        engine.close();
      }
      directory.close();
      throw e;
    }
  }

  StorageEngine engine() {
    return engine;
  }

  /** The engine that keeps hints. */
  StorageEngine hints() {
    return hints;
  }

  NodeLog log() {
    return directory.nodeLog();
  }

  /** Whether either engine held anything when it was opened. */
  boolean hasRecords() {
    return hasRecords;
  }

  /** How many bytes the files of the store of records have; 0 of an engine without files. */
  long storedBytes() {
    try (Stream<Path> files = Files.walk(directory.storeDirectory())) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** Where a store went that a power cut may have torn. */
  Optional<Path> setAside() {
    return directory.setAside();
  }

  /** Ends in order; {@code last} is written when all else is on the disk (rule V5). */
  void closeCleanly(Runnable last) {
    try {
      directory.closeStore(List.of(engine, hints));
      last.run();
    } finally {
      abandon();
    }
  }

  /** Lets go as it is, without the mark of a clean stop. A second call is nothing. */
  void abandon() {
    try {
      engine.close();
      hints.close();
    } finally {
      directory.close();
    }
  }
}
