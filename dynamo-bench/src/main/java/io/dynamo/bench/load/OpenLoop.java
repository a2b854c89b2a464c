package io.dynamo.bench.load;

import io.dynamo.client.DynamoClient;
import io.dynamo.client.GetResult;
import io.dynamo.client.PutResult;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a workload against a cluster: every operation begins when it is due, however many are under
 * way. One thread begins them, the client's loop ends them. Nothing is tried again but by the
 * client itself.
 */
final class OpenLoop {
  /** How many of the first puts, which are not measured, are under way at a time. */
  private static final int FILLING = 32;

  private static final int FILL_TRIES = 50;
  private static final int OPERATIONS_BETWEEN_LOOKS = 50;
  private static final long FILL_PAUSE_MILLIS = 200;

  private final DynamoClient client;
  private final Workload workload;
  private final Schedule schedule;
  private final int valueBytes;
  private final LoadRecord record;
  private final Reasons reasons = new Reasons();
  private volatile @Nullable Throwable bug;

  OpenLoop(
      DynamoClient client,
      Workload workload,
      Schedule schedule,
      int valueBytes,
      LoadRecord record) {
    this.client = client;
    this.workload = workload;
    this.schedule = schedule;
    this.valueBytes = valueBytes;
    this.record = record;
  }

  /**
   * Puts every key once, so that "not found" is wrong from now on.
   *
   * @throws IllegalStateException if a key cannot be put
   */
  void fill() throws InterruptedException {
    Semaphore free = new Semaphore(FILLING);
    for (int key = 0; key < workload.keys(); key++) {
      free.acquire();
      Workload.Put put = workload.put(key);
      send(put).whenComplete((verdict, failure) -> free.release());
    }
    free.acquire(FILLING);
    for (int key = 0; key < workload.keys(); key++) {
      fillAgain(key);
    }
  }

  /** Until the put of a key that failed at first is acknowledged. */
  private void fillAgain(int key) throws InterruptedException {
    for (int i = 0; !workload.isAcknowledged(key); i++) {
      if (i == FILL_TRIES) {
        throw new IllegalStateException("key " + key + " cannot be put, in " + i + " tries");
      }
      TimeUnit.MILLISECONDS.sleep(FILL_PAUSE_MILLIS);
      try {
        send(workload.nextOf(key)).toCompletableFuture().get(1, TimeUnit.MINUTES);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("key " + key + " cannot be put", e);
      }
    }
  }

  /**
   * Runs the schedule and returns when everything has ended.
   *
   * @param onMeasuring is run when the warm-up is over
   * @param ended asked again and again: whether the run ends before its time
   * @param longestEndMillis how long the last operations may take
   */
  void run(Runnable onMeasuring, BooleanSupplier ended, long longestEndMillis)
      throws InterruptedException {
    long zero = System.nanoTime() - schedule.dueNanos(0);
    boolean measuring = false;
    for (long i = 0; i < schedule.operations(); i++) {
      if (i % OPERATIONS_BETWEEN_LOOKS == 0 && ended.getAsBoolean()) {
        break;
      }
      long due = schedule.dueNanos(i);
      awaitTime(zero + due);
      if (!measuring && due >= 0) {
        measuring = true;
        onMeasuring.run();
      }
      begin(due, zero);
    }
    record.awaitEnds(longestEndMillis);
  }

  private static void awaitTime(long nanoTime) throws InterruptedException {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException("the run was interrupted");
      }
    }
  }

  private void begin(long due, long zero) {
    record.onAttempt(due, System.nanoTime() - zero - due);
    send(workload.next())
        .whenComplete(
            (verdict, failure) -> {
              if (failure != null) {
                bug = failure;
              } else {
                record.onEnd(due, verdict, System.nanoTime() - zero - due);
              }
            });
  }

  private CompletionStage<Verdict> send(Workload.Operation operation) {
    if (operation instanceof Workload.Put put) {
      byte[] value = put.start().value().encode(valueBytes);
      Function<PutResult, Verdict> end =
          result -> {
            reasons.onPut(result);
            return workload.end(put, result);
          };
      return client.put(workload.key(put.key()), value, put.start().context()).thenApply(end);
    }
    Workload.Get get = (Workload.Get) operation;
    Function<GetResult, Verdict> end =
        result -> {
          reasons.onGet(result);
          return workload.end(get, result);
        };
    return client.get(workload.key(get.key())).thenApply(end);
  }

  /** Why operations failed, those of filling and warm-up included. */
  Reasons reasons() {
    return reasons;
  }

  /** What ended an operation that should never have ended so, or null. */
  @Nullable Throwable bug() {
    return bug;
  }
}
