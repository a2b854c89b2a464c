package io.dynamo.server.drill;

import io.dynamo.api.Key;
import io.dynamo.client.BlockingDynamoClient;
import io.dynamo.client.CausalContext;
import io.dynamo.client.DynamoClient;
import io.dynamo.client.Failure;
import io.dynamo.client.GetResult;
import io.dynamo.client.PutResult;
import io.dynamo.client.RequestOptions;
import io.dynamo.testkit.history.History;
import io.dynamo.testkit.history.Operation;
import io.dynamo.testkit.history.Operation.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client that records what it asks and what it is told. Of each key it remembers the context that
 * it was given last. Its calls are for one thread; {@link #acknowledged} may be read by any.
 */
final class RecordingClient implements AutoCloseable {
  private static final char END_OF_ID = '|';

  private final String name;
  private final History history;
  private final DynamoClient client;
  private final RequestOptions wish;
  private final Map<String, Seen> seen = new TreeMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private int writes;

  /** A context, and the number of the operation that returned it. */
  private record Seen(int number, CausalContext context) {}

  RecordingClient(String name, History history, DynamoClient client, RequestOptions wish) {
    this.name = name;
    this.history = history;
    this.client = client;
    this.wish = wish;
  }

  /** How many writes were acknowledged. */
  int acknowledged() {
    return acknowledged.get();
  }

  boolean hasContextOf(String key) {
    return seen.containsKey(key);
  }

  /** Gets the key. @return the values, or null if there is no answer */
  @Nullable List<String> get(String key) throws InterruptedException {
    int number = history.beginGet(name, key, System.nanoTime());
    GetResult result = blocking().get(Key.of(key), wish);
    if (result instanceof GetResult.Found found) {
      List<String> ids = found.values().stream().map(RecordingClient::idOf).toList();
      history.answered(number, ids, System.nanoTime());
      remember(key, number, found.context());
      return ids;
    }
    if (result instanceof GetResult.NotFound nothing) {
      history.answered(number, List.of(), System.nanoTime());
      remember(key, number, nothing.context());
      return List.of();
    }
    checkKind((Failure) result);
    history.end(number, Outcome.UNANSWERED, System.nanoTime());
    return null;
  }

  /**
   * Puts a new value of so many bytes, with the last context of the key or none.
   *
   * @return whether it was acknowledged
   */
  boolean put(String key, boolean withContext, int bytes) throws InterruptedException {
    String id = name + "-" + ++writes;
    Seen last = withContext ? seen.get(key) : null;
    int number = history.beginPut(name, key, id, numberOf(last), System.nanoTime());
    byte[] value = value(id, bytes);
    return ended(key, number, blocking().put(Key.of(key), value, contextOf(last), wish));
  }

  /** Deletes what the last context of the key covers. @return whether it was acknowledged */
  boolean delete(String key) throws InterruptedException {
    String id = name + "-delete-" + ++writes;
    Seen last = seen.get(key);
    int number = history.beginDelete(name, key, id, numberOf(last), System.nanoTime());
    return ended(key, number, blocking().delete(Key.of(key), contextOf(last)));
  }

  private boolean ended(String key, int number, PutResult result) {
    if (result instanceof PutResult.Stored stored) {
      history.end(number, Outcome.ACKNOWLEDGED, System.nanoTime());
      remember(key, number, stored.context());
      acknowledged.incrementAndGet();
      return true;
    }
    if (result instanceof PutResult.Unknown) {
      history.end(number, Outcome.UNKNOWN, System.nanoTime());
    } else {
      // The context that comes with too many siblings covers values that this client never saw.
      if (result instanceof Failure failure) {
        checkKind(failure);
      }
      history.end(number, Outcome.NOTHING_WRITTEN, System.nanoTime());
    }
    return false;
  }

  private static void checkKind(Failure failure) {
    if (failure.kind() == Failure.Kind.BAD_REQUEST) {
      throw new AssertionError("a good request was refused: " + failure.message());
    }
  }

  private void remember(String key, int number, @Nullable CausalContext context) {
    if (context != null) {
      seen.put(key, new Seen(number, context));
    }
  }

  private static int numberOf(@Nullable Seen last) {
    return last == null ? Operation.NO_CONTEXT : last.number();
  }

  private static @Nullable CausalContext contextOf(@Nullable Seen last) {
    return last == null ? null : last.context();
  }

  private BlockingDynamoClient blocking() {
    return client.blocking();
  }

  private static byte[] value(String id, int bytes) {
    StringBuilder value = new StringBuilder(id).append(END_OF_ID);
    while (value.length() < bytes) {
      value.append('.');
    }
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The write that a value names. */
  static String idOf(byte[] value) {
    String text = new String(value, StandardCharsets.UTF_8);
    int end = text.indexOf(END_OF_ID);
    return end < 0 ? text : text.substring(0, end);
  }

  @Override
  public void close() {
    client.close();
  }
}
