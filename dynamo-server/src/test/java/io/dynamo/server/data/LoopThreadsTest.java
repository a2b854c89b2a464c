package io.dynamo.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.request.TreeEntry;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.Held;
import io.dynamo.replication.store.Hint;
import io.dynamo.replication.store.LocalPut;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.replication.store.Place;
import io.dynamo.replication.store.ReapingCandidate;
import io.dynamo.replication.store.ScanPage;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.store.StoreReads;
import io.dynamo.replication.store.StoreWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopThreadsTest {
  private static final Key KEY = Key.of("k");
  private static final Position POSITION = new Position(1, 2);
  private static final Held NOTHING = new Held(Siblings.NONE, true, Generation.ZERO);

  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Throwable> bugs = new ConcurrentLinkedQueue<>();
  private final Semaphore gate = new Semaphore(0);
  private final CountDownLatch entered = new CountDownLatch(1);
  private ExecutorService loop;
  private EngineReaders readers;
  private StoreWriter<StoreWrite> writer;

  @BeforeEach
  void startLoop() {
    loop = Executors.newSingleThreadExecutor(task -> new Thread(task, "loop"));
    readers = new EngineReaders(1, 2);
  }

  @AfterEach
  void stop() {
    gate.release(1000);
    readers.close();
    if (writer != null) {
      writer.close();
    }
    loop.shutdown();
  }

  @Test
  void readIsAnsweredOnTheLoop() throws InterruptedException {
    store((key, position) -> NOTHING).read(Area.RECORDS, KEY, POSITION, answer("state"));
    assertThat(told.take()).isEqualTo("state on loop");
  }

  @Test
  void readThatTheEngineCannotDoIsRefusedOnTheLoop() throws InterruptedException {
    StoreHandler<Held> handler = answer("state");
    store(
            (key, position) -> {
              throw new StorageException("bad sector");
            })
        .read(Area.RECORDS, KEY, POSITION, handler);
    assertThat(told.take()).isEqualTo("STORAGE_FAILED: bad sector on loop");
    assertThat(bugs).isEmpty();
  }

  @Test
  void bugInAReadIsRefusedAndToldAndTheReaderGoesOn() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    LocalStore store =
        store(
            (key, position) -> {
              if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("a bug");
              }
              return NOTHING;
            });
    store.read(Area.RECORDS, KEY, POSITION, answer("state"));
    store.read(Area.RECORDS, KEY, POSITION, answer("state"));
    assertThat(told.take()).isEqualTo("STORAGE_FAILED: a bug on loop");
    assertThat(told.take()).isEqualTo("state on loop");
    assertThat(bugs).hasSize(1);
  }

  @Test
  void overTheBoundOfReadsOneIsRefusedAtOnceAndTheOthersAreAnswered() throws Exception {
    LocalStore store =
        store(
            (key, position) -> {
              entered.countDown();
              gate.acquireUninterruptibly();
              return NOTHING;
            });
    store.read(Area.RECORDS, KEY, POSITION, answer("state"));
    entered.await();
    store.read(Area.RECORDS, KEY, POSITION, answer("state"));
    store.read(Area.RECORDS, KEY, POSITION, answer("state"));
    store.read(Area.RECORDS, KEY, POSITION, answer("state"));
    assertThat(told).singleElement().asString().startsWith("OVERLOADED").endsWith("on main");
    told.clear();
    gate.release(3);
    for (int i = 0; i < 3; i++) {
      assertThat(told.take()).isEqualTo("state on loop");
    }
  }

  @Test
  void closeOfTheReadersAnswersWhatWasAccepted() throws InterruptedException {
    LocalStore store = store((key, position) -> NOTHING);
    store.read(Area.RECORDS, KEY, POSITION, answer("state"));
    store.read(Area.RECORDS, KEY, POSITION, answer("state"));
    readers.close();
    store.read(Area.RECORDS, KEY, POSITION, answer("state"));
    List<String> all = List.of(told.take(), told.take(), told.take());
    assertThat(all).filteredOn("state on loop"::equals).hasSize(2);
    assertThat(all).filteredOn(text -> text.startsWith("NOT_READY")).hasSize(1);
  }

  @Test
  void putTellsPreparedThenStoredOnTheLoop() throws InterruptedException {
    LocalStore store =
        store(
            batch -> {
              for (StoreWrite write : batch) {
                LocalStore.PutHandler handler = ((StoreWrite.Put) write).handler();
                handler.onPrepared(Siblings.NONE, Generation.ZERO);
                handler.onStored(false);
              }
            });
    store.put(put(), new Told());
    assertThat(told.take()).isEqualTo("prepared on loop");
    assertThat(told.take()).isEqualTo("stored on loop");
  }

  @Test
  void mergeIsAnsweredOnTheLoop() throws InterruptedException {
    LocalStore store =
        store(
            batch -> batch.forEach(write -> ((StoreWrite.Merge) write).handler().onMerged(false)));
    store.merge(
        Area.RECORDS, KEY, POSITION, Siblings.NONE, new Stamp(0, Generation.ZERO), new Merged());
    assertThat(told.take()).isEqualTo("merged on loop");
  }

  @Test
  void overTheBoundOfWritesOneIsRefusedAtOnce() throws InterruptedException {
    LocalStore store =
        store(
            batch -> {
              entered.countDown();
              gate.acquireUninterruptibly();
              batch.forEach(write -> ((StoreWrite.Put) write).handler().onStored(false));
            });
    store.put(put(), new Told());
    entered.await();
    store.put(put(), new Told());
    store.put(put(), new Told());
    store.put(put(), new Told());
    assertThat(told).singleElement().asString().startsWith("OVERLOADED").endsWith("on main");
    told.clear();
    gate.release(2);
    for (int i = 0; i < 3; i++) {
      assertThat(told.take()).isEqualTo("stored on loop");
    }
  }

  @Test
  void bugInABatchRefusesEachOfItsWritesOnceAndIsToldAndTheWriterGoesOn() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    LocalStore store =
        store(
            batch -> {
              if (calls.getAndIncrement() == 0) {
                entered.countDown();
                gate.acquireUninterruptibly();
                return;
              }
              ((StoreWrite.Put) batch.get(0)).handler().onStored(false);
              if (batch.size() == 2) {
                throw new IllegalStateException("a bug");
              }
            });
    store.put(put(), new Told());
    entered.await();
    store.put(put(), new Told());
    store.put(put(), new Told());
    gate.release();
    assertThat(told.take()).isEqualTo("stored on loop");
    assertThat(told.take()).startsWith("STORAGE_FAILED").contains("a bug").endsWith("on loop");
    store.put(put(), new Told());
    assertThat(told.take()).isEqualTo("stored on loop");
    assertThat(bugs).hasSize(1);
  }

  @Test
  void closeWhileWritesComeInEndsEveryWriteOnce() throws InterruptedException {
    LocalStore store =
        store(batch -> batch.forEach(write -> ((StoreWrite.Put) write).handler().onStored(false)));
    CountDownLatch busy = new CountDownLatch(200);
    AtomicInteger asked = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread =
          new Thread(
              () -> {
                boolean[] stopped = {false};
                while (!stopped[0]) {
                  asked.incrementAndGet();
                  store.put(put(), new Told(refusal -> stopped[0] |= isNotReady(refusal)));
                  busy.countDown();
                }
              });
      thread.start();
      threads.add(thread);
    }
    busy.await();
    writer.close();
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 0; i < asked.get(); i++) {
      assertThat(told.take()).isNotEmpty();
    }
    assertThat(told).isEmpty();
  }

  private static boolean isNotReady(Refusal refusal) {
    return refusal.reason() == Refusal.Reason.NOT_READY;
  }

  private static LocalPut put() {
    return new LocalPut(
        Area.RECORDS, KEY, POSITION, 0, VersionVector.EMPTY, false, new byte[10], null, 0);
  }

  private LocalStore store(Reading reads) {
    return store(reads, batch -> {});
  }

  private LocalStore store(Consumer<List<StoreWrite>> apply) {
    return store((key, position) -> NOTHING, apply);
  }

  private LocalStore store(Reading reading, Consumer<List<StoreWrite>> apply) {
    writer =
        StoreWriter.start(
            new StoreBatches(apply, bugs::add), new StoreWriter.Bounds(2, 1 << 20, 100, 1 << 20));
    StoreReads reads =
        new StoreReads() {
          @Override
          public Held read(Area area, Key key, Position position) {
            return reading.read(key, position);
          }

          @Override
          public List<Hint> hints(@Nullable Hint after, int limit) {
            return List.of();
          }

          @Override
          public boolean hasHints() {
            return false;
          }

          @Override
          public PartitionStates partitions() {
            throw new AssertionError("not asked for");
          }

          @Override
          public ScanPage<TreeEntry> leafEntries(int leaf, @Nullable Place after) {
            throw new AssertionError("not asked for");
          }

          @Override
          public ScanPage<ReapingCandidate> reapable(
              Partition partition, long beforeMillis, @Nullable Place after) {
            throw new AssertionError("not asked for");
          }

          @Override
          public ScanPage<Place> verify(Area area, @Nullable Place after) {
            throw new AssertionError("not asked for");
          }
        };
    return new LocalStore(reads, new LoopThreads(readers, writer, loop, bugs::add, nanos -> {}));
  }

  private interface Reading {
    Held read(Key key, Position position);
  }

  private void note(String what) {
    told.add(what + " on " + Thread.currentThread().getName());
  }

  private <T> StoreHandler<T> answer(String what) {
    return new StoreHandler<>() {
      @Override
      public void onDone(T result) {
        note(what);
      }

      @Override
      public void onRefused(Refusal refusal) {
        note(refusal.reason() + ": " + refusal.detail());
      }
    };
  }

  /** Notes what a merge is told, and on which thread. */
  private final class Merged implements LocalStore.MergeHandler {
    @Override
    public void onMerged(boolean sealed) {
      note("merged");
    }

    @Override
    public void onBehind(Generation present) {
      note("behind");
    }

    @Override
    public void onRefused(Refusal refusal) {
      note("refused");
    }
  }

  /** Notes what a put is told, and on which thread. */
  private final class Told implements LocalStore.PutHandler {
    private final Consumer<Refusal> onRefusal;

    Told() {
      this(refusal -> {});
    }

    Told(Consumer<Refusal> onRefusal) {
      this.onRefusal = onRefusal;
    }

    @Override
    public void onPrepared(Siblings state, Generation generation) {
      note("prepared");
    }

    @Override
    public void onStored(boolean sealed) {
      note("stored");
    }

    @Override
    public void onTooManySiblings(Siblings stored) {
      note("too many siblings");
    }

    @Override
    public void onRefused(Refusal refusal) {
      onRefusal.accept(refusal);
      note(refusal.reason() + ": " + refusal.detail());
    }
  }
}
