package io.dynamo.storage.xodus;

import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jetbrains.exodus.ExodusException;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.EnvironmentImpl;
import jetbrains.exodus.env.Environments;

/** The environment of one directory, and how it is opened and closed. */
final class OpenEnvironment implements AutoCloseable {
  /**
   * What this process has open. Xodus locks a file against other processes only: to try that lock
   * twice in one process drops it, as POSIX has it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final EnvironmentImpl environment;

  private OpenEnvironment(Path directory, EnvironmentImpl environment) {
    this.directory = directory;
    this.environment = environment;
  }

  static OpenEnvironment open(Path directory, Durability durability, long cacheBytes) {
    Path real;
    try {
      real = directory.toRealPath();
    } catch (IOException e) {
      throw new StorageException("cannot find " + directory, e);
    }
    if (!HELD.add(real)) {
      throw new StorageException(directory + " is open already in this process");
    }
    EnvironmentImpl environment = null;
    try {
      environment =
          (EnvironmentImpl) Environments.newInstance(real.toFile(), config(durability, cacheBytes));
      return new OpenEnvironment(real, environment);
    } catch (ExodusException e) {
      throw new StorageException(
          "cannot open Xodus in " + directory + ", or it is open in another process", e);
    } finally {
      if (environment == null) {
        HELD.remove(real);
      }
    }
  }

  /**
   * Each environment has a cache of its own, so that its size means something. Management beans and
   * statistics are Xodus's own and off: the node has its metrics elsewhere.
   */
  private static EnvironmentConfig config(Durability durability, long cacheBytes) {
    return new EnvironmentConfig()
        .setMemoryUsage(cacheBytes)
        .setLogCacheShared(false)
        .setLogDurableWrite(durability == Durability.SYNC)
        .setLogAllowRamDisk(true)
        .setLogAllowRemovable(true)
        .setLogAllowRemote(true)
        .setEnvGatherStatistics(false)
        .setManagementEnabled(false);
  }

  EnvironmentImpl environment() {
    return environment;
  }

  Path directory() {
    return directory;
  }

  /**
   * Closes for good, also on a full disk, where Xodus cannot save what it knows of unused space.
   */
  @Override
  public void close() {
    try {
      environment.close();
    } catch (ExodusException e) {
      environment.getEnvironmentConfig().setEnvCloseForcedly(true);
      environment.close();
    } finally {
      HELD.remove(directory);
    }
  }
}
