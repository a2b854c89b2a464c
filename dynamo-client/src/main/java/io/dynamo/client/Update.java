package io.dynamo.client;

import io.dynamo.api.Key;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One update: get, resolve and change, put with the get's context. What surely did nothing is tried
 * again from the get, with a pause that grows; what may have happened is put again as it was, under
 * the same request id, so that it happens once (rule V10). A change that is stored beside another
 * writer's is done: whoever reads next resolves both. Confined to the client's loop.
 */
final class Update {
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long MAX_PAUSE_MILLIS = 500;

  private final DynamoClient client;
  private final Key key;
  private final UpdateFunction function;
  private final RandomGenerator random;
  private final int attempts;
  private final CompletableFuture<UpdateResult> result;
  private int attempt;
  private PutResult.@Nullable Unknown unknown;

  Update(
      DynamoClient client,
      Key key,
      UpdateFunction function,
      RandomGenerator random,
      int attempts,
      CompletableFuture<UpdateResult> result) {
    this.client = client;
    this.key = key;
    this.function = function;
    this.random = random;
    this.attempts = attempts;
    this.result = result;
  }

  void start() {
    read();
  }

  private void read() {
    attempt++;
    client.get(key).whenComplete(guarded(this::onRead));
  }

  private void onRead(GetResult read) {
    if (read instanceof GetResult.Found found) {
      change(function.apply(found.values()), found.context());
    } else if (read instanceof GetResult.NotFound none) {
      change(function.apply(List.of()), none.context());
    } else if (read instanceof Failure failure) {
      again(failure, failure.isTransient(), this::read);
    }
  }

  private void change(Change change, @Nullable CausalContext context) {
    if (change instanceof Change.None) {
      result.complete(new UpdateResult.Unchanged());
      return;
    }
    byte[] requestId = client.newRequestId();
    put(change instanceof Change.Put put ? put.value() : null, context, requestId);
  }

  private void put(byte @Nullable [] value, @Nullable CausalContext context, byte[] requestId) {
    client
        .write(key, value, context, requestId, RequestOptions.DEFAULTS)
        .whenComplete(guarded(written -> onWritten(written, value, context, requestId)));
  }

  private void onWritten(
      PutResult written,
      byte @Nullable [] value,
      @Nullable CausalContext context,
      byte[] requestId) {
    if (written instanceof PutResult.Unknown now) {
      unknown = now;
    }
    if (written instanceof PutResult.Stored stored) {
      result.complete(new UpdateResult.Updated(stored, attempt));
    } else if (unknown != null) {
      again(unknown, true, () -> putAgain(value, context, requestId));
    } else if (written instanceof PutResult.TooManySiblings) {
      again(written, true, this::read);
    } else if (written instanceof Failure failure) {
      again(failure, failure.isTransient(), this::read);
    }
  }

  private void putAgain(
      byte @Nullable [] value, @Nullable CausalContext context, byte[] requestId) {
    attempt++;
    put(value, context, requestId);
  }

  private void again(PutResult last, boolean worthIt, Runnable step) {
    if (!worthIt || attempt >= attempts) {
      result.complete(new UpdateResult.Failed(last, attempt));
      return;
    }
    long pause = Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
    client.later(random.nextLong(pause / 2, pause + 1), step);
  }

  /** Lets a failure of the function, or of the client itself, end the update with it. */
  private <T> BiConsumer<T, Throwable> guarded(Consumer<T> step) {
    return (value, failure) -> {
      if (failure != null) {
        result.completeExceptionally(failure);
        return;
      }
      try {
        step.accept(value);
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    };
  }
}
