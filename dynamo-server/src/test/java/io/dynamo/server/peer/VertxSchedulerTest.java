package io.dynamo.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.node.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VertxSchedulerTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Scheduler scheduler = new VertxScheduler(context);

  @AfterEach
  void stop() throws Exception {
    TestNode.get(vertx.close());
  }

  @Test
  void taskRunsOnTheLoopAndNotBeforeItsTime() throws Exception {
    long delayNanos = TimeUnit.MICROSECONDS.toNanos(20_100);
    CompletableFuture<Object> early = new CompletableFuture<>();
    context.runOnContext(
        turn -> {
          Thread loop = Thread.currentThread();
          long from = scheduler.nanoTime();
          scheduler.schedule(
              delayNanos,
              () ->
                  early.complete(
                      Thread.currentThread() != loop || scheduler.nanoTime() - from < delayNanos));
        });

    assertThat(TestNode.await(early)).isEqualTo(false);
  }

  @Test
  void taskWithoutDelayRunsInALaterTurn() throws Exception {
    CompletableFuture<Object> inside = new CompletableFuture<>();
    context.runOnContext(
        turn -> {
          boolean[] returned = new boolean[1];
          scheduler.schedule(0, () -> inside.complete(!returned[0]));
          returned[0] = true;
        });

    assertThat(TestNode.await(inside)).isEqualTo(false);
  }

  @Test
  void cancelledTasksDoNotRun() throws Exception {
    CompletableFuture<Object> first = new CompletableFuture<>();
    context.runOnContext(
        turn -> {
          scheduler.schedule(0, () -> first.complete("cancelled, next turn")).cancel();
          scheduler.schedule(1, () -> first.complete("cancelled, 1 ns")).cancel();
          scheduler.schedule(5_000_000, () -> first.complete("kept"));
        });

    assertThat(TestNode.await(first)).isEqualTo("kept");
  }
}
