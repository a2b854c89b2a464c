package io.dynamo.bench.load;

import io.dynamo.client.Failure;
import io.dynamo.client.GetResult;
import io.dynamo.client.PutResult;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why operations were unavailable or unknown, as the client was told, and how often. A bounded
 * number of different reasons is told apart. Thread-safe.
 */
final class Reasons {
  private static final int MOST = 100;
  private static final String OTHERS = "for other reasons";

  private final Map<String, Integer> counts = new TreeMap<>();

  void onGet(GetResult result) {
    if (result instanceof Failure failure) {
      add("get " + failure.kind() + ": " + failure.message());
    }
  }

  void onPut(PutResult result) {
    if (result instanceof Failure failure) {
      add("put " + failure.kind() + ": " + failure.message());
    } else if (result instanceof PutResult.Unknown unknown) {
      add("put UNKNOWN: " + unknown.message());
    } else if (result instanceof PutResult.TooManySiblings) {
      add("put TOO_MANY_SIBLINGS");
    }
  }

  private synchronized void add(String reason) {
    boolean known = counts.containsKey(reason) || counts.size() < MOST;
    counts.merge(known ? reason : OTHERS, 1, Integer::sum);
  }

  /** One line for each, the most frequent first. */
  synchronized List<String> lines() {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(entry -> entry.getValue() + " x " + entry.getKey())
        .toList();
  }
}
