package io.dynamo.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageFullException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an engine must do that keeps its records over the end of its process. The provider needs a
 * public constructor without parameters: a process that is killed opens it by name, with default
 * options. The test of the full disk mounts a small file system, see {@link SmallDisk}.
 */
public abstract class DurableStorageEngineContract extends StorageEngineContract {
  private static final int KILLS = 50;
  private static final int KILLS_INSIDE_A_BATCH = 10;
  private static final int MOST_KILLS = 150;
  private static final int BATCHES_BEFORE_A_KILL = 6;
  private static final int MOST_NANOS_INTO_A_BATCH = 3_000_000;
  private static final int DISK_MIB = 64;
  private static final int BALLAST_BYTES = 24 << 20;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path other;

  @ParameterizedTest
  @EnumSource
  void whatWasWrittenIsThereAfterReopening(Durability durability) {
    EngineModel model = new EngineModel();
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> keys = new KeySamples(1).keys(100);
    for (int round = 0; round < 5; round++) {
      try (StorageEngine opened = open(other, durability)) {
        model.checkAll(opened);
        for (int step = 0; step < 40; step++) {
          model.step(opened, random, keys);
        }
        opened.sync();
      }
    }
  }

  @Test
  void directoryThatIsOpenElsewhereIsRefused() throws Exception {
    engine.write(NumberedBatches.batch(1));

    assertThatThrownBy(() -> open(directory, Durability.NONE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(directory.toString());
    try (KilledWriter writer = KilledWriter.start(provider(), Durability.NONE, other)) {
      writer.go(directory, 2);
      assertThat(writer.awaitRefusal()).as("refused to another process").isTrue();
    }
    assertThat(NumberedBatches.check(engine)).isEqualTo(1);
    engine.close();
    open(directory, Durability.NONE).close();
  }

  /**
   * The kill lands at a random moment of a random batch. What write returned for is there, and the
   * batch that was being written is there as a whole or not at all.
   */
  @Test
  void killedWriterLeavesWholeBatchesAndLosesNoneThatReturned() throws Exception {
    long seed = 1;
    SplittableRandom random = new SplittableRandom(seed);
    Path killed = Files.createDirectory(other.resolve("killed"));
    int inside = 0;
    long last = 0;
    KilledWriter next = startWriter(0);
    try {
      for (int kill = 1; kill <= KILLS || inside < KILLS_INSIDE_A_BATCH; kill++) {
        assertThat(kill).as("kills to hit a batch " + inside + " times").isLessThan(MOST_KILLS);
        try (KilledWriter writer = next) {
          next = startWriter(kill);
          writer.go(killed, last + 1);
          writer.awaitBegin(last + 1 + random.nextInt(BATCHES_BEFORE_A_KILL));
          spin(random.nextInt(MOST_NANOS_INTO_A_BATCH));
          writer.kill();
          inside += writer.lastBegun() > writer.lastDone() ? 1 : 0;
          try (StorageEngine reopened = open(killed, durability(kill))) {
            last = NumberedBatches.check(reopened);
          }
          assertThat(last)
              .as("last batch after kill " + kill + ", seed " + seed)
              .isBetween(writer.lastDone(), writer.lastBegun());
        }
      }
    } finally {
      next.close();
    }
  }

  private KilledWriter startWriter(int number) throws Exception {
    return KilledWriter.start(provider(), durability(number), other.resolve("writer " + number));
  }

  private static Durability durability(int number) {
    return number % 2 == 0 ? Durability.SYNC : Durability.NONE;
  }

  private static void spin(long nanos) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < nanos) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource
  void fullDiskRefusesTheWriteAndHeals(Durability durability) throws Exception {
    try (SmallDisk disk = SmallDisk.mount(other.resolve("disk"), DISK_MIB)) {
      Path ballast = Files.write(disk.root().resolve("ballast"), new byte[BALLAST_BYTES]);
      Path place = Files.createDirectory(disk.root().resolve("engine"));
      EngineModel model = new EngineModel();
      try (StorageEngine opened = open(place, durability)) {
        int written = fill(opened, model);
        assertThat(written).as("batches before the disk was full").isPositive();
        readByManyThreads(opened);
        assertThatThrownBy(() -> opened.write(bigBatch(written, 4)))
            .isInstanceOf(StorageFullException.class);
        model.checkScan(opened, new byte[0], null);

        Files.delete(ballast);
        model.write(opened, bigBatch(written, 1));
        opened.sync();
      }
      try (StorageEngine reopened = open(place, durability)) {
        model.checkAll(reopened);
        model.write(reopened, bigBatch(1_000, 1));
      }
    }
  }

  /** Writes until the disk is full; says how many batches were taken. */
  private static int fill(StorageEngine opened, EngineModel model) {
    model.write(opened, List.of(Mutation.put(bytes("first"), bytes("1"))));
    for (int number = 0; number < DISK_MIB; number++) {
      try {
        model.write(opened, bigBatch(number, 1));
        opened.sync();
      } catch (StorageFullException e) {
        return number;
      }
    }
    throw new AssertionError("wrote more than the disk holds");
  }

  /** A few large and some small records, so many mebibytes. */
  private static List<Mutation> bigBatch(int number, int mebibytes) {
    List<Mutation> batch = new ArrayList<>();
    for (int part = 0; part < 2 * mebibytes; part++) {
      byte[] value = new byte[500_000];
      new SplittableRandom(number * 100L + part).nextBytes(value);
      batch.add(Mutation.put(bytes("part " + number + " " + part), value));
      batch.add(Mutation.put(bytes("small " + number + " " + part), bytes("small")));
    }
    return batch;
  }

  /** Reading may need room of its own: a table of readers, a cache. */
  private static void readByManyThreads(StorageEngine opened) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readers.add(
            threads.submit(() -> assertThat(opened.get(bytes("first"))).isEqualTo(bytes("1"))));
      }
      for (Future<?> reader : readers) {
        reader.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
