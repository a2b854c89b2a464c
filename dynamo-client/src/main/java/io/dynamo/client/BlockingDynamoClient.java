package io.dynamo.client;

import io.dynamo.api.Key;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DynamoClient} whose calls wait for their results, from any thread but an event loop. An
 * interrupt ends the waiting, not the request.
 */
public final class BlockingDynamoClient {
  private static final long SLACK_MILLIS = 5_000;

  private final DynamoClient client;
  private final Duration timeout;

  BlockingDynamoClient(DynamoClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  public GetResult get(Key key) throws InterruptedException {
    return await(client.get(key), 1);
  }

  public GetResult get(Key key, RequestOptions wish) throws InterruptedException {
    return await(client.get(key, wish), 1);
  }

  public PutResult put(Key key, byte[] value, @Nullable CausalContext context)
      throws InterruptedException {
    return await(client.put(key, value, context), 1);
  }

  public PutResult put(Key key, byte[] value, @Nullable CausalContext context, RequestOptions wish)
      throws InterruptedException {
    return await(client.put(key, value, context, wish), 1);
  }

  public PutResult delete(Key key, @Nullable CausalContext context) throws InterruptedException {
    return await(client.delete(key, context), 1);
  }

  /** See {@link DynamoClient#update}. */
  public UpdateResult update(Key key, UpdateFunction function) throws InterruptedException {
    return await(client.update(key, function), client.options().updateAttempts() * 2);
  }

  private <T> T await(CompletionStage<T> stage, int requests) throws InterruptedException {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("a blocking call on an event loop would stop it for ever");
    }
    try {
      return stage
          .toCompletableFuture()
          .get(timeout.toMillis() * requests + SLACK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the request failed", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the client's event loop gave no result", e);
    }
  }
}
