package io.dynamo.api.versioning;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of writes to one key: for each actor all of its dots up to a counter (Dynamo §4.4, where it
 * is called a vector clock). Immutable; entries are in the order of their actors. One or two
 * entries are the normal case, so it is a sorted list and not a map.
 */
public final class VersionVector {
  /** No writes at all. */
  public static final VersionVector EMPTY = new VersionVector(List.of());

  private final List<Dot> entries;

  private VersionVector(List<Dot> entries) {
    this.entries = entries;
  }

  /**
   * A vector of these entries, in any order; of two with the same actor the higher counts.
   *
   * @param entries the highest dot of each actor
   */
  public static VersionVector of(List<Dot> entries) {
    List<Dot> sorted = new ArrayList<>(entries);
    sorted.sort(null);
    List<Dot> kept = new ArrayList<>(sorted.size());
    for (Dot dot : sorted) {
      int last = kept.size() - 1;
      if (last >= 0 && kept.get(last).actor().equals(dot.actor())) {
        kept.set(last, dot);
      } else {
        kept.add(dot);
      }
    }
    return kept.isEmpty() ? EMPTY : new VersionVector(List.copyOf(kept));
  }

  /** The highest dot of each actor, in the order of actors. */
  public List<Dot> entries() {
    return entries;
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** How many writes of this actor are in the set; 0 if it has none. */
  public long counter(Actor actor) {
    Dot entry = find(actor);
    return entry == null ? 0 : entry.counter();
  }

  /** Whether this write is in the set. */
  public boolean covers(Dot dot) {
    return counter(dot.actor()) >= dot.counter();
  }

  /** Whether every write of the other is in this set too. */
  public boolean coversAll(VersionVector other) {
    for (Dot dot : other.entries) {
      if (!covers(dot)) {
        return false;
      }
    }
    return true;
  }

  /** This set and the dots of one actor up to this one. */
  public VersionVector with(Dot dot) {
    if (covers(dot)) {
      return this;
    }
    List<Dot> all = new ArrayList<>(entries);
    all.add(dot);
    return of(all);
  }

  /** The union of both sets. */
  public VersionVector merge(VersionVector other) {
    if (coversAll(other)) {
      return this;
    }
    if (other.coversAll(this)) {
      return other;
    }
    List<Dot> all = new ArrayList<>(entries);
    all.addAll(other.entries);
    return of(all);
  }

  /** How the two sets lie to each other. */
  public Order compare(VersionVector other) {
    boolean covers = coversAll(other);
    boolean covered = other.coversAll(this);
    if (covers) {
      return covered ? Order.EQUAL : Order.AFTER;
    }
    return covered ? Order.BEFORE : Order.CONCURRENT;
  }

  private @Nullable Dot find(Actor actor) {
    for (Dot entry : entries) {
      if (entry.actor().equals(actor)) {
        return entry;
      }
    }
    return null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionVector vector && entries.equals(vector.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return entries.toString();
  }

  /** The partial order of sets of writes. */
  public enum Order {
    EQUAL,
    /** The left one is an ancestor: the right one has seen all of it and more. */
    BEFORE,
    /** The left one has seen all of the right one and more. */
    AFTER,
    /** Each has seen something that the other has not: a conflict. */
    CONCURRENT
  }
}
