package io.dynamo.testkit.disk;

import io.dynamo.api.node.NodeLog;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageFullException;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.VirtualTime;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The disk of one node: some engines and a log, which outlive its processes. Every write is there
 * at once for readers. When the machine ends, a write that was not yet durable is lost, but for a
 * random beginning of those; when only the process ends, it stays. Not thread-safe.
 *
 * <p>An engine's batch is durable once a later sync has taken its time; an entry of the log once
 * its write would have returned.
 */
public final class VirtualDisk {
  private final Chance chance;
  private final DiskTime clock;
  private final TreeMap<String, EngineFile> engines = new TreeMap<>();
  private final LogFile log;
  private DiskTrouble trouble = DiskTrouble.NONE;

  /** An empty disk. */
  public VirtualDisk(VirtualTime time, Chance chance) {
    this.chance = chance;
    this.clock = new DiskTime(time, chance.fork());
    this.log = new LogFile(this);
  }

  /** What time it is for whoever waits for this disk. */
  public DiskTime clock() {
    return clock;
  }

  /** Opens what this engine holds; only the one opened last may write. */
  public StorageEngine openEngine(String name) {
    return new VirtualStorageEngine(this, file(name));
  }

  /** The log. */
  public NodeLog log() {
    return log;
  }

  /** What writes meet from now on. */
  public void trouble(DiskTrouble next) {
    trouble = next;
  }

  public DiskTrouble trouble() {
    return trouble;
  }

  /**
   * The machine ends: what is not durable is lost, but for a random beginning of it.
   *
   * @return how many batches are lost
   */
  public int crash() {
    int lost = 0;
    for (EngineFile file : engines.values()) {
      lost += file.crash(clock.nanos(), chance);
    }
    log.crash(clock.nanos());
    return lost;
  }

  /** Only the process ends; a batch that was being written may be there or not. */
  public void kill() {
    engines.values().forEach(file -> file.kill(clock.nanos(), chance));
    log.crash(clock.nanos());
  }

  /** Everything is gone. */
  public void wipe() {
    engines.values().forEach(EngineFile::wipe);
    log.wipe();
  }

  /** A copy of all that is there now. */
  public Snapshot snapshot() {
    SortedMap<String, SortedMap<byte[], byte[]>> contents = new TreeMap<>();
    engines.forEach((name, file) -> contents.put(name, file.copy()));
    return new Snapshot(contents, log.copy());
  }

  /** Everything is as it was then. */
  public void restore(Snapshot snapshot) {
    wipe();
    snapshot.engines.forEach((name, content) -> file(name).restore(content));
    log.restore(snapshot.log);
  }

  /**
   * Flips one bit of one value in this engine, as disks do over the years.
   *
   * @param leastKeyBytes shorter keys are left alone
   * @return whether there was a value to flip a bit in
   */
  public boolean rot(String engine, int leastKeyBytes) {
    return file(engine).rot(leastKeyBytes, chance);
  }

  void failIfTroubled() {
    if (trouble == DiskTrouble.FULL) {
      throw new StorageFullException("the disk is full", null);
    } else if (trouble == DiskTrouble.WRITES_FAIL) {
      throw new StorageException("the disk does not take writes");
    }
  }

  private EngineFile file(String name) {
    return engines.computeIfAbsent(name, created -> new EngineFile());
  }

  /** A copy of a disk. */
  public static final class Snapshot {
    private final SortedMap<String, SortedMap<byte[], byte[]>> engines;
    private final SortedMap<String, byte[]> log;

    private Snapshot(
        SortedMap<String, SortedMap<byte[], byte[]>> engines, SortedMap<String, byte[]> log) {
      this.engines = engines;
      this.log = log;
    }
  }
}
