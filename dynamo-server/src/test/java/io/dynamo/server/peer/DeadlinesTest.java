package io.dynamo.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.node.Scheduler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private final Clock clock = new Clock();
  private final Deadlines deadlines = new Deadlines(clock);
  private final List<String> ran = new ArrayList<>();

  @Test
  void tasksRunInTheOrderOfTheirTimesOnOneTimer() {
    deadlines.in(30, () -> ran.add("30"));
    deadlines.in(10, () -> ran.add("10"));
    deadlines.in(20, () -> ran.add("20"));
    assertThat(clock.timers()).isEqualTo(1);

    clock.advance(9);
    assertThat(ran).isEmpty();
    clock.advance(11);
    assertThat(ran).containsExactly("10", "20");
    clock.advance(10);
    assertThat(ran).containsExactly("10", "20", "30");
    assertThat(clock.timers()).isZero();
  }

  @Test
  void cancelledTaskDoesNotRun() {
    Deadlines.Deadline first = deadlines.in(10, () -> ran.add("10"));
    deadlines.in(20, () -> ran.add("20"));

    first.cancel();
    first.cancel();
    clock.advance(100);

    assertThat(ran).containsExactly("20");
  }

  @Test
  void taskMaySetAnotherDeadline() {
    deadlines.in(10, () -> deadlines.in(5, () -> ran.add("15")));

    clock.advance(10);
    clock.advance(5);

    assertThat(ran).containsExactly("15");
  }

  @Test
  void longestTimeoutDoesNotOverflow() {
    deadlines.in(Long.MAX_VALUE, () -> ran.add("never"));
    deadlines.in(10, () -> ran.add("10"));

    clock.advance(1_000_000);

    assertThat(ran).containsExactly("10");
  }

  @Test
  void cancelledOnesAreSweptOutAndTheRestStillRuns() {
    deadlines.in(50, () -> ran.add("kept"));
    for (int i = 0; i < 20_000; i++) {
      deadlines.in(1000, () -> ran.add("cancelled")).cancel();
    }
    assertThat(deadlines.size()).isLessThan(10_000);

    clock.advance(2000);

    assertThat(ran).containsExactly("kept");
  }

  /** Time that the test moves, by hand; it begins near the overflow. */
  private static final class Clock implements Scheduler {
    private final List<Task> tasks = new ArrayList<>();
    private long now = Long.MAX_VALUE - 15;

    private record Task(long at, Runnable run) {}

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public long wallMillis() {
      return 0;
    }

    @Override
    public Timer schedule(long delayNanos, Runnable run) {
      Task task = new Task(now + delayNanos, run);
      tasks.add(task);
      return () -> tasks.remove(task);
    }

    private void advance(long nanos) {
      now += nanos;
      for (Task task : List.copyOf(tasks)) {
        if (task.at - now <= 0 && tasks.remove(task)) {
          task.run.run();
        }
      }
    }

    private int timers() {
      return tasks.size();
    }
  }
}
