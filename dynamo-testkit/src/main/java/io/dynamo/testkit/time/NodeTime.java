package io.dynamo.testkit.time;

import io.dynamo.api.node.Scheduler;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One node's view of {@link VirtualTime}: its wall clock, which may jump, its process, which begins
 * and ends, and its pauses. What belongs to a life that has ended never runs; what comes due while
 * the process is paused runs, in order, when it goes on.
 */
public final class NodeTime {
  private final VirtualTime time;
  private final ArrayDeque<Runnable> held = new ArrayDeque<>();
  private long wallMillisAtZero;
  private @Nullable Life life;
  private boolean paused;

  /**
   * The time of a node whose process does not run yet.
   *
   * @param wallMillis of its clock now
   */
  public NodeTime(VirtualTime time, long wallMillis) {
    this.time = time;
    this.wallMillisAtZero = wallMillis - time.nanos() / 1_000_000;
  }

  /** Begins the process anew; a life before is over. */
  public Life begin() {
    end();
    Life begun = new Life();
    life = begun;
    return begun;
  }

  /** Ends the process, paused or not. */
  public void end() {
    life = null;
    paused = false;
    held.clear();
  }

  /** Whether the process lives, be it paused. */
  public boolean isRunning() {
    return life != null;
  }

  /** The process stands still from now on. */
  public void pause() {
    paused = life != null;
  }

  /** The process goes on. */
  public void resume() {
    paused = false;
    Life resumed = life;
    time.after(0, () -> drain(resumed));
  }

  public boolean isPaused() {
    return paused;
  }

  /** Moves the wall clock, back if negative. */
  public void jump(long millis) {
    wallMillisAtZero += millis;
  }

  private void drain(@Nullable Life resumed) {
    while (life == resumed && !paused && !held.isEmpty()) {
      held.remove().run();
    }
  }

  /** One life of the process. */
  public final class Life implements Scheduler {
    private Life() {}

    @Override
    public long nanoTime() {
      return time.nanos();
    }

    @Override
    public long wallMillis() {
      return wallMillisAtZero + time.nanos() / 1_000_000;
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
      Waiting waiting = new Waiting(task);
      Timer timer = time.after(delayNanos, () -> run(waiting));
      return () -> {
        timer.cancel();
        waiting.cancelled = true;
      };
    }

    /** Runs the task now; when it goes on if it is paused; never if it is over. */
    public void run(Runnable task) {
      if (life != this) {
        return;
      }
      if (paused || !held.isEmpty()) {
        held.add(task);
      } else {
        task.run();
      }
    }

    /** Whether it is not over. */
    public boolean isCurrent() {
      return life == this;
    }
  }

  /** A timer may be cancelled after its time has come, as long as it is held. */
  private static final class Waiting implements Runnable {
    private final Runnable task;
    private boolean cancelled;

    Waiting(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (!cancelled) {
        task.run();
      }
    }
  }
}
