package io.dynamo.storage.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.MapSettings;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A map that begins with 64 KiB and holds many megabytes in the end. */
class LmdbMapGrowthTest {
  private static final int VALUE_BYTES = 100_000;

  @TempDir Path directory;

  @Test
  void mapGrowsUnderManyBatchesAndSmallSettingsDoNotShrinkIt() {
    try (StorageEngine engine = open(126)) {
      for (int i = 0; i < 200; i++) {
        engine.write(List.of(Mutation.put(key(i), value(i))));
      }
    }
    try (StorageEngine engine = open(126)) {
      for (int i = 0; i < 200; i++) {
        assertThat(engine.get(key(i))).isEqualTo(value(i));
      }
      engine.write(List.of(Mutation.put(key(200), value(200))));
      assertThat(engine.get(key(200))).isEqualTo(value(200));
    }
  }

  @Test
  void batchManyTimesLargerThanTheMapIsWrittenOnce() {
    try (StorageEngine engine = open(126)) {
      byte[] large = new byte[20 << 20];
      large[large.length - 1] = 7;
      engine.write(List.of(Mutation.put(key(1), large), Mutation.put(key(2), value(2))));

      assertThat(engine.get(key(1))).isEqualTo(large);
      assertThat(engine.get(key(2))).isEqualTo(value(2));
    }
  }

  @Test
  void visitorMayMakeTheMapGrow() {
    try (StorageEngine engine = open(126)) {
      for (int i = 0; i < 5; i++) {
        engine.write(List.of(Mutation.put(key(i), value(i))));
      }
      List<Integer> shown = new ArrayList<>();
      engine.scan(
          new byte[0],
          key(5),
          (key, value) -> {
            int number = ByteBuffer.wrap(key).getInt();
            engine.write(List.of(Mutation.put(key(10 + number), new byte[4 << 20])));
            assertThat(value).isEqualTo(value(number));
            return shown.add(number);
          });
      assertThat(shown).containsExactly(0, 1, 2, 3, 4);
    }
  }

  @Test
  void readersGoOnWhileTheMapGrowsEvenWithFewerSlotsThanThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch reading = new CountDownLatch(4);
    try (StorageEngine engine = open(2)) {
      engine.write(List.of(Mutation.put(key(0), value(0))));
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(threads.submit(() -> readUntil(done, reading, engine)));
      }
      assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
      for (int i = 1; i < 400; i++) {
        engine.write(List.of(Mutation.put(key(i), value(i))));
      }
      done.set(true);
      for (Future<?> reader : readers) {
        reader.get(60, TimeUnit.SECONDS);
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  private static void readUntil(AtomicBoolean done, CountDownLatch reading, StorageEngine engine) {
    while (!done.get()) {
      assertThat(engine.get(key(0))).isEqualTo(value(0));
      engine.scan(
          key(0),
          key(20),
          (key, value) -> {
            assertThat(value).isEqualTo(value(ByteBuffer.wrap(key).getInt()));
            return true;
          });
      reading.countDown();
    }
  }

  private StorageEngine open(long maxReaders) {
    return new LmdbStorageEngineProvider()
        .open(
            directory,
            Durability.NONE,
            new MapSettings(Map.of("map-size", 65_536L, "max-readers", maxReaders)));
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static byte[] value(int number) {
    return ByteBuffer.allocate(VALUE_BYTES).putInt(VALUE_BYTES - Integer.BYTES, number).array();
  }
}
