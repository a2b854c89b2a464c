package io.dynamo.api.versioning;

import java.util.ArrayList;
import java.util.List;

/**
 * All that is known of one key (rule V1): its concurrent versions, each with the dot of its write,
 * and one vector that covers them and all that they replaced. Replicas exchange whole states and
 * merge them (rule V2). One version is the normal case.
 *
 * @param vector covers the dot of every version
 * @param versions in the order of their dots, none twice
 * @param replaced the last {@value #MAX_REPLACED} replaced puts that had a request id, in order;
 *     not part of what replicas compare
 */
public record Siblings(VersionVector vector, List<Version> versions, List<Replaced> replaced) {
  /** Nothing was ever written under the key. */
  public static final Siblings NONE = new Siblings(VersionVector.EMPTY, List.of(), List.of());

  /** How many replaced puts a state remembers. */
  public static final int MAX_REPLACED = 16;

  /** How many versions a state may have before a put that adds one is refused (rule V11). */
  public static final int MAX_VERSIONS = 100;

  /** How many bytes of values a state may have before a put that adds to them is refused. */
  public static final long MAX_VALUE_BYTES = 32L << 20;

  /** From this many versions on the operator is warned. */
  public static final int WARN_VERSIONS = 25;

  /** Copies the lists; sorts nothing. */
  public Siblings {
    versions = List.copyOf(versions);
    replaced = List.copyOf(replaced);
    for (int i = 0; i < versions.size(); i++) {
      Dot dot = versions.get(i).dot();
      if (!vector.covers(dot)) {
        throw new IllegalArgumentException("vector " + vector + " does not cover " + dot);
      }
      for (Dot twin : versions.get(i).twins()) {
        if (!vector.covers(twin)) {
          throw new IllegalArgumentException("vector " + vector + " does not cover " + twin);
        }
      }
      if (i > 0 && versions.get(i - 1).dot().compareTo(dot) >= 0) {
        throw new IllegalArgumentException("versions are not in the order of dots at " + dot);
      }
    }
    if (replaced.size() > MAX_REPLACED) {
      throw new IllegalArgumentException(
          "at most " + MAX_REPLACED + " replaced puts, was " + replaced.size());
    }
    for (int i = 1; i < replaced.size(); i++) {
      if (replaced.get(i - 1).compareTo(replaced.get(i)) >= 0) {
        throw new IllegalArgumentException("replaced puts are not in order at " + i);
      }
    }
  }

  /** The versions that are not tombstones: what a reader is shown (rule D1). */
  public List<Version> live() {
    List<Version> live = new ArrayList<>(versions.size());
    for (Version version : versions) {
      if (!version.tombstone()) {
        live.add(version);
      }
    }
    return live;
  }

  /** Whether nothing was ever written, as far as this state knows. */
  public boolean isNone() {
    return vector.isEmpty();
  }

  /** The bytes of all values together. */
  public long valueBytes() {
    long sum = 0;
    for (Version version : versions) {
      sum += version.value().length;
    }
    return sum;
  }
}
