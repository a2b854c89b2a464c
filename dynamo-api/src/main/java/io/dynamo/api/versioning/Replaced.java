package io.dynamo.api.versioning;

/**
 * The memory of a put that was replaced: its identity, and the dot of the put that replaced it. A
 * retry that arrives later is known by it and dropped (rule V10).
 */
public record Replaced(Dot by, RequestIdentity identity) implements Comparable<Replaced> {
  @Override
  public int compareTo(Replaced other) {
    int first = by.compareTo(other.by);
    return first != 0 ? first : identity.compareTo(other.identity);
  }
}
