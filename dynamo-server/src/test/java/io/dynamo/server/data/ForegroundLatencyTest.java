package io.dynamo.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.replication.admission.Foreground;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ForegroundLatencyTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND);
  private final ForegroundLatency latency = new ForegroundLatency(now::get);

  @Test
  void fewReadsTellNothing() {
    for (int i = 1; i < Foreground.MIN_SAMPLES; i++) {
      latency.record(MILLI);
    }
    assertThat(latency.p99Nanos()).isEqualTo(-1);

    latency.record(MILLI);
    assertThat(latency.p99Nanos()).isBetween(MILLI, MILLI * 33 / 32);
  }

  @Test
  void readsOfMoreThanAMinuteAgoTellNothing() {
    for (int i = 0; i < 100; i++) {
      latency.record(MILLI);
    }
    now.addAndGet(59 * SECOND);
    assertThat(latency.p99Nanos()).isPositive();

    now.addAndGet(SECOND);
    assertThat(latency.p99Nanos()).isEqualTo(-1);
  }

  @Test
  void readsOfAllLoopsCount() throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> loops = new ArrayList<>();
    for (int loop = 0; loop < 4; loop++) {
      boolean slow = loop == 0;
      Thread thread =
          new Thread(
              () -> {
                await(begin);
                for (int i = 0; i < 10_000; i++) {
                  latency.record(slow && i < 401 ? 80 * MILLI : MILLI);
                }
              });
      thread.start();
      loops.add(thread);
    }
    begin.countDown();
    for (Thread loop : loops) {
      loop.join();
    }
    assertThat(latency.p99Nanos()).isBetween(80 * MILLI, 80 * MILLI * 33 / 32);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
