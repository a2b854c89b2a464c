package io.dynamo.simulation.trace;

import java.util.SortedMap;
import java.util.TreeMap;

/** How often each thing happened. */
public final class Counters {
  private final TreeMap<String, Long> counts = new TreeMap<>();

  /** It happened once more. */
  public void add(String name) {
    counts.merge(name, 1L, Long::sum);
  }

  /** Nothing above this has been seen before. */
  public void highest(String name, long value) {
    counts.merge(name, value, Math::max);
  }

  /** How often this happened. */
  public long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** All counts by name; a copy. */
  public SortedMap<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
