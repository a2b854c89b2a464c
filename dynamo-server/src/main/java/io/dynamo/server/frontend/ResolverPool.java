package io.dynamo.server.frontend;

import io.dynamo.api.Key;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.ConflictResolver.Value;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run a resolver that is not ours: a fixed number with a bounded queue, and a
 * deadline for each resolving. One that throws, is late, gives nothing, or finds the queue full
 * leaves the reader with all siblings, and is reported. Shared by all loops of a node.
 */
public final class ResolverPool implements AutoCloseable {
  private final ConflictResolver resolver;
  private final long deadlineNanos;
  private final ResolverFailures failures;
  private final ThreadPoolExecutor threads;

  /**
   * Starts no thread yet.
   *
   * @param queue how many resolvings may wait for a thread
   * @param deadlineNanos from the question to the answer
   */
  public ResolverPool(
      ConflictResolver resolver,
      int threads,
      int queue,
      long deadlineNanos,
      ResolverFailures failures) {
    this.resolver = resolver;
    this.deadlineNanos = deadlineNanos;
    this.failures = failures;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> {
              Thread thread = new Thread(task, "resolver-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.threads.allowCoreThreadTimeOut(true);
  }

  /**
   * The runner of one loop.
   *
   * @param scheduler of that loop
   * @param loop runs a task on that loop; may be called from any thread
   */
  public ResolverRunner onLoop(Scheduler scheduler, Executor loop) {
    return (key, siblings, answer) -> {
      Resolving resolving = new Resolving(key, siblings, answer, loop);
      try {
        threads.execute(resolving);
      } catch (RejectedExecutionException e) {
        resolving.fail("too many resolvings wait");
        return;
      }
      resolving.timer =
          scheduler.schedule(
              deadlineNanos,
              () -> resolving.fail("no result within " + deadlineNanos / 1_000_000 + " ms"));
    };
  }

  /** Interrupts what runs. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** One question; its state belongs to its loop. */
  private final class Resolving extends FutureTask<@Nullable List<Value>> {
    private final Key key;
    private final List<Value> siblings;
    private final Consumer<List<Value>> answer;
    private final Executor loop;
    private boolean answered;
    private Scheduler.@Nullable Timer timer;

    Resolving(Key key, List<Value> siblings, Consumer<List<Value>> answer, Executor loop) {
      super(() -> resolver.resolve(key, List.copyOf(siblings)));
      this.key = key;
      this.siblings = siblings;
      this.answer = answer;
      this.loop = loop;
    }

    @Override
    protected void done() {
      if (!isCancelled()) {
        loop.execute(this::finish);
      }
    }

    private void finish() {
      try {
        List<Value> resolved = get();
        if (resolved == null || resolved.isEmpty()) {
          fail("it gave no value");
        } else {
          end(resolved);
        }
      } catch (ExecutionException e) {
        fail("it threw " + e.getCause());
      } catch (InterruptedException | CancellationException e) {
        fail("the node is stopping");
      }
    }

    private void fail(String reason) {
      if (!answered) {
        cancel(true);
        failures.resolverFailed(key, reason);
        end(siblings);
      }
    }

    private void end(List<Value> values) {
      if (answered) {
        return;
      }
      answered = true;
      if (timer != null) {
        timer.cancel();
      }
      answer.accept(values);
    }
  }
}
