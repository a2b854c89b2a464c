package io.dynamo.server.data;

import io.dynamo.api.node.NodeLog;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.replication.store.PartitionStates;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that one node keeps on disk: {@code lock}, {@code node/} (its log), {@code store/<engine>/}
 * (records) and {@code hints/<engine>/} (hints). One process at a time has it open. Used by the
 * thread that starts and stops the node.
 *
 * <p>With {@link Durability#NONE} the system may write an engine's pages in any order, so a power
 * cut leaves a store that may be torn without a sign. Therefore, after a stop that was not clean,
 * under another boot of the system, {@code store} is renamed to {@code store.aside-<timestamp>} and
 * the node begins with an empty one, like a wiped node. Its log stays: the history, so that it is
 * the same member; its start number and the counter of epochs, which must never go back. The stop
 * was not clean, so the incarnation is a new one anyway, and no dot comes twice (rules V4, V5).
 *
 * <p>Whoever finds the store gone, by that or because somebody took it away, notes that no
 * partition is whole (rule Q2).
 */
public final class DataDirectory implements AutoCloseable {
  private static final String STORE = "store";
  private static final String HINTS = "hints";

  private final DirectoryLock lock;
  private final FileNodeLog nodeLog;
  private final Path storeDirectory;
  private final Path hintsDirectory;
  private final @Nullable Path aside;
  private final StoreState wanted;
  private StoreState recorded;

  private DataDirectory(
      DirectoryLock lock,
      FileNodeLog nodeLog,
      Path storeDirectory,
      Path hintsDirectory,
      @Nullable Path aside,
      StoreState wanted,
      StoreState recorded) {
    this.lock = lock;
    this.nodeLog = nodeLog;
    this.storeDirectory = storeDirectory;
    this.hintsDirectory = hintsDirectory;
    this.aside = aside;
    this.wanted = wanted;
    this.recorded = recorded;
  }

  /**
   * Takes this directory, which is made if absent. What is open from here on was not closed
   * cleanly, until {@link #closeStore}.
   *
   * @param engine short name of the configured engine
   * @param bootId tells one boot of the system from the next; see {@link #bootId}
   * @param timestamp for the name of a store that is set aside, such as {@code 20250102T030405Z}
   * @throws StorageException if it cannot be used, another process has it, or another engine made
   *     it
   */
  public static DataDirectory open(
      Path data, String engine, Durability durability, String bootId, String timestamp) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new StorageException("data directory " + data + " cannot be made: " + e, e);
    }
    DirectoryLock lock = DirectoryLock.take(data.resolve("lock"));
    try {
      return open(lock, data, new StoreState(engine, durability, bootId, false), timestamp);
    } catch (IOException e) {
      lock.close();
      throw new StorageException("data directory " + data + " cannot be used: " + e, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static DataDirectory open(
      DirectoryLock lock, Path data, StoreState wanted, String timestamp) throws IOException {
    FileNodeLog log = new FileNodeLog(data.resolve("node"));
    byte[] entry = log.read(StoreState.ENTRY);
    StoreState last = entry == null ? null : StoreState.decode(entry);
    checkEngine(data, last == null ? foundEngine(data, wanted.engine()) : last.engine(), wanted);
    Path aside = null;
    if (last != null && last.isTorn(wanted.bootId())) {
      PartitionStates.noteLost(log);
      aside = setAside(data, timestamp);
      last = null;
    }
    Path storeDirectory = data.resolve(STORE).resolve(wanted.engine());
    if (last != null && !Files.isDirectory(storeDirectory)) {
      PartitionStates.noteLost(log);
    }
    StoreState recorded = afterOpen(last, wanted);
    log.write(StoreState.ENTRY, recorded.encode());
    Files.createDirectories(storeDirectory);
    Path hintsDirectory = data.resolve(HINTS).resolve(wanted.engine());
    Files.createDirectories(hintsDirectory);
    FileNodeLog.syncDirectory(data.resolve(STORE));
    FileNodeLog.syncDirectory(data.resolve(HINTS));
    FileNodeLog.syncDirectory(data);
    return new DataDirectory(lock, log, storeDirectory, hintsDirectory, aside, wanted, recorded);
  }

  /** Writes of an unclean run without syncs stay what they are until somebody has synced them. */
  private static StoreState afterOpen(@Nullable StoreState last, StoreState wanted) {
    return last != null && !last.clean() && last.durability() == Durability.NONE
        ? new StoreState(wanted.engine(), Durability.NONE, wanted.bootId(), false)
        : wanted;
  }

  /** Where the node's log is kept. */
  public NodeLog nodeLog() {
    return nodeLog;
  }

  /** The directory of the engine; there, and its alone. */
  public Path storeDirectory() {
    return storeDirectory;
  }

  /** The directory of the engine that keeps hints; there, and its alone. */
  public Path hintsDirectory() {
    return hintsDirectory;
  }

  /** Where the store went that a power cut may have torn; the node should say so loudly. */
  public Optional<Path> setAside() {
    return Optional.ofNullable(aside);
  }

  /**
   * To be called once the engines are open, before the first write: with {@link Durability#SYNC}
   * after an unclean run without syncs, makes that run's writes durable first.
   */
  public void onEnginesOpen(List<StorageEngine> engines) {
    if (recorded.durability() != wanted.durability()) {
      engines.forEach(StorageEngine::sync);
      record(wanted);
    }
  }

  /** Whether the engine holds anything at all. Ask before the store above it is opened. */
  public static boolean hasRecords(StorageEngine engine) {
    boolean[] found = {false};
    engine.scan(
        new byte[0],
        null,
        (key, value) -> {
          found[0] = true;
          return false;
        });
    return found[0];
  }

  /**
   * Closes the engines in order: they are synced and closed, then that is recorded. Nothing may
   * write any more. Not to be called when a sync has failed before; close the engines alone then.
   *
   * @throws StorageException if it failed: the stop was not clean
   */
  public void closeStore(List<StorageEngine> engines) {
    engines.forEach(StorageEngine::sync);
    engines.forEach(StorageEngine::close);
    record(recorded.closed());
  }

  /**
   * Lets go of the directory: the last thing, after the node's log was written for the last time.
   */
  @Override
  public void close() {
    lock.close();
  }

  /**
   * What tells this boot of the system from others. Where the system has none it is new every time:
   * then each unclean stop counts as a power cut.
   */
  public static String bootId() {
    Path file = Path.of("/proc/sys/kernel/random/boot_id");
    try {
      return Files.readString(file).trim();
    } catch (IOException e) {
      return UUID.randomUUID().toString();
    }
  }

  private void record(StoreState state) {
    nodeLog.write(StoreState.ENTRY, state.encode());
    recorded = state;
  }

  private static void checkEngine(Path data, String made, StoreState wanted) {
    if (!made.equals(wanted.engine())) {
      throw new StorageException(
          "data directory "
              + data
              + " was made by "
              + made
              + ", dynamo.storage.engine says "
              + wanted.engine());
    }
  }

  /** The engine whose directory is there although the log has lost its entry. */
  private static String foundEngine(Path data, String wanted) throws IOException {
    Path store = data.resolve(STORE);
    if (Files.isDirectory(store)) {
      try (DirectoryStream<Path> engines = Files.newDirectoryStream(store)) {
        for (Path engine : engines) {
          return engine.getFileName().toString();
        }
      }
    }
    return wanted;
  }

  /** Where the store went, or null if an earlier start did this already and then ended. */
  private static @Nullable Path setAside(Path data, String timestamp) throws IOException {
    if (Files.exists(data.resolve(HINTS))) {
      Files.move(
          data.resolve(HINTS),
          data.resolve("hints.aside-" + timestamp),
          StandardCopyOption.ATOMIC_MOVE);
    }
    if (!Files.exists(data.resolve(STORE))) {
      FileNodeLog.syncDirectory(data);
      return null;
    }
    Path aside = data.resolve("store.aside-" + timestamp);
    Files.move(data.resolve(STORE), aside, StandardCopyOption.ATOMIC_MOVE);
    FileNodeLog.syncDirectory(data);
    return aside;
  }
}
