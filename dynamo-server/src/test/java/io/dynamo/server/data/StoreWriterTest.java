package io.dynamo.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreWriterTest {
  private static final StoreWriter.Bounds WIDE = new StoreWriter.Bounds(1000, 1000, 1000, 1000);

  @Test
  void whatWaitsIsOneBatchInItsOrder() {
    Gate gate = new Gate();
    try (StoreWriter<Integer> writer = gate.start(WIDE)) {
      gate.holdFirst(writer);
      for (int i = 1; i <= 5; i++) {
        assertThat(writer.submit(i, 1)).isEqualTo(Admission.ACCEPTED);
      }
      assertThat(writer.waiting()).isEqualTo(5);
      gate.open();
    }
    assertThat(gate.batches).containsExactly(List.of(0), List.of(1, 2, 3, 4, 5));
  }

  @Test
  void batchIsBoundedByCountAndByBytes() {
    Gate gate = new Gate();
    try (StoreWriter<Integer> writer = gate.start(new StoreWriter.Bounds(1000, 1000, 3, 10))) {
      gate.holdFirst(writer);
      for (int i = 1; i <= 4; i++) {
        writer.submit(i, 1);
      }
      writer.submit(5, 9);
      writer.submit(6, 1);
      writer.submit(7, 50);
      gate.open();
    }
    assertThat(gate.batches)
        .containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5), List.of(6), List.of(7));
  }

  @Test
  void overTheBoundOfCountAWriteIsRefusedAtOnce() {
    Gate gate = new Gate();
    try (StoreWriter<Integer> writer = gate.start(new StoreWriter.Bounds(2, 1000, 10, 10))) {
      gate.holdFirst(writer);
      assertThat(writer.submit(1, 1)).isEqualTo(Admission.ACCEPTED);
      assertThat(writer.submit(2, 1)).isEqualTo(Admission.ACCEPTED);
      assertThat(writer.submit(3, 1)).isEqualTo(Admission.FULL);
      gate.open();
    }
    assertThat(gate.batches).containsExactly(List.of(0), List.of(1, 2));
  }

  @Test
  void overTheBoundOfBytesAWriteIsRefusedUnlessItIsAlone() {
    Gate gate = new Gate();
    try (StoreWriter<Integer> writer = gate.start(new StoreWriter.Bounds(10, 100, 10, 10))) {
      gate.holdFirst(writer);
      assertThat(writer.submit(1, 500)).isEqualTo(Admission.ACCEPTED);
      assertThat(writer.submit(2, 1)).isEqualTo(Admission.FULL);
      gate.open();
    }
    assertThat(gate.batches).containsExactly(List.of(0), List.of(1));
  }

  @Test
  void afterABugTheBatchIsRefusedAndTheThreadGoesOn() {
    Gate gate = new Gate();
    gate.bug = new IllegalStateException("a bug");
    try (StoreWriter<Integer> writer = gate.start(WIDE)) {
      gate.holdFirst(writer);
      writer.submit(1, 1);
      gate.open();
    }
    assertThat(gate.refused).containsExactly(List.of(0));
    assertThat(gate.batches).containsExactly(List.of(1));
  }

  @Test
  void nothingIsAcceptedAfterClose() {
    Gate gate = new Gate();
    gate.open();
    StoreWriter<Integer> writer = gate.start(WIDE);
    writer.close();
    writer.close();
    assertThat(writer.submit(1, 1)).isEqualTo(Admission.CLOSED);
    assertThat(gate.batches).isEmpty();
  }

  @Test
  void closeWhileWritesComeInCompletesAllThatWasAccepted() throws InterruptedException {
    ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
    StoreWriter<Integer> writer =
        StoreWriter.start(batches(done), new StoreWriter.Bounds(50, 1000, 7, 1000));
    ConcurrentLinkedQueue<Integer> accepted = new ConcurrentLinkedQueue<>();
    CountDownLatch busy = new CountDownLatch(400);
    AtomicInteger next = new AtomicInteger();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                Admission admission = Admission.ACCEPTED;
                while (admission != Admission.CLOSED) {
                  int number = next.getAndIncrement();
                  admission = writer.submit(number, 1);
                  if (admission == Admission.ACCEPTED) {
                    accepted.add(number);
                    busy.countDown();
                  }
                }
              });
      thread.start();
      writers.add(thread);
    }
    busy.await();
    writer.close();
    List<Integer> doneAtClose = List.copyOf(done);
    for (Thread thread : writers) {
      thread.join();
    }
    assertThat(doneAtClose).containsExactlyInAnyOrderElementsOf(accepted);
  }

  private static StoreWriter.Batches<Integer> batches(ConcurrentLinkedQueue<Integer> done) {
    return new StoreWriter.Batches<>() {
      @Override
      public void apply(List<Integer> batch) {
        done.addAll(batch);
      }

      @Override
      public void onBug(List<Integer> batch, Throwable bug) {
        throw new IllegalStateException(bug);
      }
    };
  }

  /** Holds the first batch until it is opened, so that the test knows what waits behind it. */
  private static final class Gate implements StoreWriter.Batches<Integer> {
    final List<List<Integer>> batches = new ArrayList<>();
    final List<List<Integer>> refused = new ArrayList<>();
    RuntimeException bug;
    private final CountDownLatch entered = new CountDownLatch(1);
    private final Semaphore open = new Semaphore(0);

    StoreWriter<Integer> start(StoreWriter.Bounds bounds) {
      return StoreWriter.start(this, bounds);
    }

    void holdFirst(StoreWriter<Integer> writer) {
      writer.submit(0, 1);
      try {
        entered.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void open() {
      open.release(1000);
    }

    @Override
    public void apply(List<Integer> batch) {
      entered.countDown();
      open.acquireUninterruptibly();
      RuntimeException thrown = bug;
      bug = null;
      if (thrown != null) {
        throw thrown;
      }
      batches.add(List.copyOf(batch));
    }

    @Override
    public void onBug(List<Integer> batch, Throwable thrown) {
      refused.add(List.copyOf(batch));
    }
  }
}
