package io.dynamo.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.node.Scheduler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private final VirtualTime time = new VirtualTime();
  private final List<String> ran = new ArrayList<>();

  private Runnable task(String name) {
    return () -> ran.add(name + "@" + time.nanos());
  }

  @Test
  void eventsRunByTimeAndThenInTheOrderInWhichTheyWereAskedFor() {
    time.after(20, task("c"));
    time.after(10, task("a"));
    time.after(20, task("d"));
    time.after(10, task("b"));
    time.runUntil(15);
    assertThat(ran).containsExactly("a@10", "b@10");
    assertThat(time.nanos()).isEqualTo(15);
    time.runUntil(100);
    assertThat(ran).containsExactly("a@10", "b@10", "c@20", "d@20");
    assertThat(time.runNext()).isFalse();
  }

  @Test
  void aCancelledEventDoesNotRun() {
    Scheduler.Timer timer = time.after(10, task("a"));
    timer.cancel();
    time.runUntil(100);
    assertThat(ran).isEmpty();
  }

  @Test
  void whatBelongsToAnEndedLifeNeverRuns() {
    NodeTime node = new NodeTime(time, 1000);
    NodeTime.Life first = node.begin();
    first.schedule(10, task("first"));
    NodeTime.Life second = node.begin();
    second.schedule(10, task("second"));
    first.run(task("late"));
    time.runUntil(100);
    assertThat(ran).containsExactly("second@10");
    assertThat(first.isCurrent()).isFalse();
  }

  @Test
  void whatComesDueInAPauseRunsAfterItInOrder() {
    NodeTime node = new NodeTime(time, 1000);
    NodeTime.Life life = node.begin();
    life.schedule(10, task("a"));
    Scheduler.Timer cancelled = life.schedule(20, task("b"));
    life.schedule(30, task("c"));
    node.pause();
    time.runUntil(50);
    assertThat(ran).isEmpty();
    cancelled.cancel();
    node.resume();
    life.run(task("d"));
    time.runUntil(60);
    assertThat(ran).containsExactly("a@50", "c@50", "d@50");
  }

  @Test
  void theWallClockJumpsAndTheOtherDoesNot() {
    NodeTime node = new NodeTime(time, 5000);
    NodeTime.Life life = node.begin();
    time.runUntil(3_000_000);
    node.jump(-1000);
    assertThat(life.wallMillis()).isEqualTo(4003);
    assertThat(life.nanoTime()).isEqualTo(3_000_000);
  }

  @Test
  void chanceIsTheSameOnEveryJvm() {
    Chance chance = new Chance(42);
    assertThat(chance.nextLong()).isEqualTo(-4767286540954276203L);
    assertThat(new Chance(42).below(10)).isBetween(0, 9);
    assertThat(new Chance(7).perMille(1000)).isTrue();
    assertThat(new Chance(7).perMille(0)).isFalse();
  }
}
