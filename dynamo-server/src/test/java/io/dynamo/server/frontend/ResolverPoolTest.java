package io.dynamo.server.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.ConflictResolver.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop is this test: tasks for it wait until the test runs them. */
@Timeout(60)
final class ResolverPoolTest {
  private static final Key KEY = Key.of("k");
  private static final List<Value> SIBLINGS =
      List.of(new Value(new byte[] {1}, 1), new Value(new byte[] {2}, 2));

  private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
  private final List<String> failures = new ArrayList<>();
  private final List<List<Value>> answers = new ArrayList<>();
  private final ManualTimers timers = new ManualTimers();

  @Test
  void theResultOfTheResolverIsShown() throws Exception {
    try (ResolverPool pool = pool((key, values) -> values.subList(1, 2))) {
      resolve(pool);
      runOne();
      timers.fire();
      assertThat(answers).containsExactly(SIBLINGS.subList(1, 2));
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void oneThatThrowsLeavesAllSiblings() throws Exception {
    try (ResolverPool pool =
        pool(
            (key, values) -> {
              throw new AssertionError("made by the test");
            })) {
      resolve(pool);
      runOne();
      assertThat(answers).containsExactly(SIBLINGS);
      assertThat(failures).singleElement().asString().contains("made by the test");
    }
  }

  @Test
  void oneThatGivesNothingLeavesAllSiblings() throws Exception {
    try (ResolverPool pool = pool((key, values) -> List.of())) {
      resolve(pool);
      runOne();
      assertThat(answers).containsExactly(SIBLINGS);
      assertThat(failures).hasSize(1);
    }
  }

  @Test
  void oneThatIsLateIsInterruptedAndLeavesAllSiblings() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (ResolverPool pool = pool(blocking(running, interrupted))) {
      resolve(pool);
      running.await();
      timers.fire();
      assertThat(answers).containsExactly(SIBLINGS);
      assertThat(failures).containsExactly("no result within 5 ms");
      interrupted.await();
      assertThat(loop.poll(0, TimeUnit.SECONDS)).isNull();
    }
  }

  @Test
  void whenTooManyWaitTheNextIsShownAllSiblingsAtOnce() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    try (ResolverPool pool = pool(blocking(running, new CountDownLatch(1)))) {
      resolve(pool);
      running.await();
      resolve(pool);
      assertThat(answers).isEmpty();
      resolve(pool);
      assertThat(answers).containsExactly(SIBLINGS);
      assertThat(failures).containsExactly("too many resolvings wait");
    }
  }

  /** One thread, and room for one that waits. */
  private ResolverPool pool(ConflictResolver resolver) {
    return new ResolverPool(resolver, 1, 1, 5_000_000, (key, reason) -> failures.add(reason));
  }

  private void resolve(ResolverPool pool) {
    pool.onLoop(timers, loop::add).resolve(KEY, SIBLINGS, answers::add);
  }

  private void runOne() throws InterruptedException {
    loop.take().run();
  }

  private static ConflictResolver blocking(CountDownLatch running, CountDownLatch interrupted) {
    return (key, values) -> {
      running.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
      return values;
    };
  }

  /** Timers that fire when the test says so. */
  private static final class ManualTimers implements Scheduler {
    private final List<Runnable> tasks = new ArrayList<>();

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public long wallMillis() {
      return 0;
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
      tasks.add(task);
      return () -> tasks.remove(task);
    }

    void fire() {
      List.copyOf(tasks).forEach(Runnable::run);
    }
  }
}
