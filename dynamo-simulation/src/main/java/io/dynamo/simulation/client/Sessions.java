package io.dynamo.simulation.client;

import io.dynamo.api.versioning.VersionVector;
import io.dynamo.testkit.time.Chance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The contexts that clients were given lately, by key: they hand them on to one another. */
final class Sessions {
  private static final int KEPT = 8;

  private final TreeMap<String, ArrayDeque<Seen>> byKey = new TreeMap<>();

  /** A context and the number of the operation that returned it. */
  record Seen(int operation, VersionVector vector) {}

  void add(String key, int operation, VersionVector vector) {
    ArrayDeque<Seen> seen = byKey.computeIfAbsent(key, created -> new ArrayDeque<>());
    seen.addLast(new Seen(operation, vector));
    if (seen.size() > KEPT) {
      seen.removeFirst();
    }
  }

  /** The latest context of this key, now and then an older one; null if there is none. */
  @Nullable Seen any(String key, Chance chance) {
    ArrayDeque<Seen> seen = byKey.get(key);
    if (seen == null) {
      return null;
    }
    return chance.perMille(200) ? chance.oneOf(new ArrayList<>(seen)) : seen.getLast();
  }
}
