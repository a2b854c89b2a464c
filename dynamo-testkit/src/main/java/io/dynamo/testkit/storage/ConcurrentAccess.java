package io.dynamo.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Checks of one engine under several threads: one that writes, others that read. */
final class ConcurrentAccess {
  private static final int READERS = 3;
  private static final long PATIENCE_SECONDS = 60;

  /** More than any engine reads in one go. */
  private static final int RECORDS = 2_000;

  private ConcurrentAccess() {}

  /**
   * Each batch gives its number to a short and a long key. Who has seen a number under one of them
   * must find it, or a later one, under the other: in both orders, so that neither may come first.
   */
  static void batchesAreSeenWhole(StorageEngine engine) throws Exception {
    byte[] first = StorageEngineContract.bytes("a");
    byte[] second = KeySamples.repeated((byte) 'b', 600);
    AtomicBoolean done = new AtomicBoolean();
    writeNumber(engine, 0, first, second);
    List<Callable<Void>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      byte[] before = i % 2 == 0 ? first : second;
      byte[] after = i % 2 == 0 ? second : first;
      readers.add(
          () -> {
            while (!done.get()) {
              long seen = number(engine.get(before));
              assertThat(number(engine.get(after))).isGreaterThanOrEqualTo(seen);
            }
            return null;
          });
    }
    together(
        readers,
        () -> {
          for (long n = 1; n <= 3_000; n++) {
            writeNumber(engine, n, first, second);
          }
        },
        () -> done.set(true));
    assertThat(number(engine.get(first))).isEqualTo(3_000);
  }

  /** Even keys stay; the odd ones between them come and go. */
  static void scanShowsWhatStays(StorageEngine engine) throws Exception {
    List<Mutation> stays = new ArrayList<>();
    for (int i = 0; i < RECORDS; i += 2) {
      stays.add(Mutation.put(key(i), new byte[100]));
    }
    engine.write(stays);
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch scans = new CountDownLatch(10);
    List<Callable<Void>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(
          () -> {
            try {
              while (!done.get()) {
                checkEvenKeysOnce(engine);
                scans.countDown();
              }
              return null;
            } finally {
              done.set(true); // one that fails ends the writer too
            }
          });
    }
    together(
        readers,
        () -> {
          for (int i = 0; !done.get() && (scans.getCount() > 0 || i < RECORDS); i++) {
            byte[] odd = key((i * 37 % (RECORDS / 2)) * 2 + 1);
            boolean add = i / (RECORDS / 2) % 2 == 0;
            engine.write(
                List.of(
                    add ? Mutation.put(odd, new byte[i % 300]) : Mutation.remove(odd),
                    Mutation.put(key(i * 2 % RECORDS), new byte[i % 200])));
          }
        },
        () -> done.set(true));
  }

  private static void checkEvenKeysOnce(StorageEngine engine) {
    Map<Integer, Integer> shown = new HashMap<>();
    List<Integer> order = new ArrayList<>();
    engine.scan(
        new byte[0],
        null,
        (key, value) -> {
          int number = ByteBuffer.wrap(key).getInt();
          shown.merge(number, 1, Integer::sum);
          return order.add(number);
        });
    assertThat(order).isSorted();
    for (int i = 0; i < RECORDS; i += 2) {
      assertThat(shown.get(i)).as("times that record " + i + " was shown").isEqualTo(1);
    }
  }

  /** A scan that held a lock or the only transaction would wait for ever. */
  static void visitorWaitsForWrites(StorageEngine engine) throws Exception {
    for (int i = 0; i < 10; i++) {
      engine.write(List.of(Mutation.put(key(i), new byte[10])));
    }
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      List<Integer> shown = new ArrayList<>();
      engine.scan(
          new byte[0],
          key(10),
          (key, value) -> {
            int number = ByteBuffer.wrap(key).getInt();
            List<Mutation> batch = List.of(Mutation.put(key(100 + number), new byte[1 << 20]));
            await(other.submit(() -> engine.write(batch)));
            engine.write(List.of(Mutation.put(key(200 + number), new byte[10])));
            return shown.add(number);
          });
      assertThat(shown).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(engine.get(key(109))).hasSize(1 << 20);
    } finally {
      other.shutdownNow();
    }
  }

  /** Native engines crash the process if one thread closes what another uses. */
  static void closeMeetsReadersAndWriters(StorageEngine engine) throws Exception {
    for (int i = 0; i < RECORDS; i++) {
      engine.write(List.of(Mutation.put(key(i), new byte[100])));
    }
    CountDownLatch busy = new CountDownLatch(READERS + 1);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        futures.add(
            threads.submit(
                () ->
                    untilClosed(
                        () -> {
                          engine.scan(new byte[0], null, (key, value) -> true);
                          engine.get(key(5));
                          busy.countDown();
                        })));
      }
      futures.add(
          threads.submit(
              () ->
                  untilClosed(
                      () -> {
                        engine.write(List.of(Mutation.put(key(5), new byte[5_000])));
                        busy.countDown();
                      })));
      assertThat(busy.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      engine.close();
      futures.forEach(ConcurrentAccess::await);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void untilClosed(Runnable action) {
    try {
      while (true) {
        action.run();
      }
    } catch (IllegalStateException e) {
      // As it should be: the engine is closed.
      return;
    }
  }

  private static void together(List<Callable<Void>> readers, Runnable writer, Runnable end)
      throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<Void>> futures = new ArrayList<>();
      readers.forEach(reader -> futures.add(threads.submit(reader)));
      Future<?> writing = threads.submit(writer);
      try {
        await(writing);
      } finally {
        end.run();
      }
      futures.forEach(ConcurrentAccess::await);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("another thread failed or does not end", e);
    }
  }

  private static void writeNumber(StorageEngine engine, long number, byte[] first, byte[] second) {
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    engine.write(List.of(Mutation.put(first, value), Mutation.put(second, value)));
  }

  private static long number(byte @Nullable [] value) {
    return ByteBuffer.wrap(Objects.requireNonNull(value)).getLong();
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }
}
