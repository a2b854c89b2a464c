package io.dynamo.server.node;

import io.dynamo.api.node.NodeLog;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageEngineProvider;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.data.DataDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** A node's directory with its engine, both open. */
final class NodeStorage {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final DataDirectory directory;
  private final StorageEngine engine;
  private final boolean hasRecords;

  private NodeStorage(DataDirectory directory, StorageEngine engine, boolean hasRecords) {
    this.directory = directory;
    this.engine = engine;
    this.hasRecords = hasRecords;
  }

  /**
   * Opens both.
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
    try {
      engine =
          provider.open(
              directory.storeDirectory(),
              config.storage().durability(),
              config.storage().settings());
      directory.onEngineOpen(engine);
      return new NodeStorage(directory, engine, DataDirectory.hasRecords(engine));
    } catch (RuntimeException e) {
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

  NodeLog log() {
    return directory.nodeLog();
  }

  /** Whether the engine held anything when it was opened. */
  boolean hasRecords() {
    return hasRecords;
  }

  /** Where a store went that a power cut may have torn. */
  Optional<Path> setAside() {
    return directory.setAside();
  }

  /** Ends in order; {@code last} is written when all else is on the disk (rule V5). */
  void closeCleanly(Runnable last) {
    try {
      directory.closeStore(engine);
      last.run();
    } finally {
      abandon();
    }
  }

  /** Lets go as it is, without the mark of a clean stop. A second call is nothing. */
  void abandon() {
    try {
      engine.close();
    } finally {
      directory.close();
    }
  }
}
