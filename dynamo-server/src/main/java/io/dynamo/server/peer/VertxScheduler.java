package io.dynamo.server.peer;

import io.dynamo.api.node.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The time and timers of one event loop. Timers are set on that loop, and to the millisecond. */
public final class VertxScheduler implements Scheduler {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Context context;

  public VertxScheduler(Context context) {
    this.context = context;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    if (delayNanos < 0) {
      throw new IllegalArgumentException("delay must be at least 0, was " + delayNanos + " ns");
    }
    if (delayNanos == 0) {
      Soon soon = new Soon(task);
      context.runOnContext(turn -> soon.run());
      return soon;
    }
    Vertx vertx = context.owner();
    long millis = delayNanos / NANOS_PER_MILLI + (delayNanos % NANOS_PER_MILLI == 0 ? 0 : 1);
    long id = vertx.setTimer(millis, fired -> task.run());
    return () -> vertx.cancelTimer(id);
  }

  /** A task of the loop's next turn. */
  private static final class Soon implements Timer {
    private final Runnable task;
    private boolean cancelled;

    private Soon(Runnable task) {
      this.task = task;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    private void run() {
      if (!cancelled) {
        task.run();
      }
    }
  }
}
