package io.dynamo.replication.versioning;

import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Replaced;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * How a put that comes a second time is known (rule V10): by its identity, among the live versions
 * and in the bounded memory of replaced ones. Best effort: a retry that comes later than {@value
 * Siblings#MAX_REPLACED} replacements may become a sibling. Pure functions.
 */
public final class Retries {
  private Retries() {}

  /**
   * Whether a put of this identity is in the state already, live or replaced. The store asks before
   * it makes a dot; if so it stores nothing and answers with the state as it is.
   */
  public static boolean isRetry(Siblings stored, RequestIdentity identity) {
    return isLive(stored.versions(), identity) || isReplaced(stored.replaced(), identity);
  }

  /** The memory after a put whose dot is {@code by} replaced these versions. */
  static List<Replaced> remember(List<Replaced> memory, List<Version> dropped, Dot by) {
    List<Replaced> added = new ArrayList<>();
    for (Version version : dropped) {
      if (version.identity() != null) {
        added.add(new Replaced(by, version.identity()));
      }
    }
    added.sort(null);
    return newest(union(memory, added));
  }

  /**
   * The memory of versions that a merge drops because a state has seen and replaced them; the
   * replacing dot is not known there, so their own stands for it.
   */
  static List<Replaced> ofDropped(List<Version> dropped) {
    if (dropped.isEmpty()) {
      return List.of();
    }
    List<Replaced> replaced = new ArrayList<>(dropped.size());
    for (Version version : dropped) {
      if (version.identity() != null) {
        replaced.add(new Replaced(version.dot(), version.identity()));
      }
    }
    replaced.sort(null);
    return replaced;
  }

  /** Both memories as one, in order, none twice; not yet cut to what a state remembers. */
  static List<Replaced> union(List<Replaced> left, List<Replaced> right) {
    if (right.isEmpty() || left.equals(right)) {
      return left;
    }
    if (left.isEmpty()) {
      return right;
    }
    List<Replaced> sorted = new ArrayList<>(left.size() + right.size());
    sorted.addAll(left);
    sorted.addAll(right);
    sorted.sort(null);
    List<Replaced> union = new ArrayList<>(sorted.size());
    for (Replaced replaced : sorted) {
      if (union.isEmpty() || !union.get(union.size() - 1).equals(replaced)) {
        union.add(replaced);
      }
    }
    return union;
  }

  /** The last so many as a state remembers. */
  static List<Replaced> newest(List<Replaced> sorted) {
    int excess = sorted.size() - Siblings.MAX_REPLACED;
    return excess <= 0 ? sorted : sorted.subList(excess, sorted.size());
  }

  /** The versions but for those that are retries of a put which was replaced before. */
  static List<Version> withoutRetries(List<Version> versions, List<Replaced> replaced) {
    if (replaced.isEmpty()) {
      return versions;
    }
    List<Version> kept = new ArrayList<>(versions.size());
    for (Version version : versions) {
      RequestIdentity identity = version.identity();
      if (identity == null || !isReplaced(replaced, identity)) {
        kept.add(version);
      }
    }
    return kept;
  }

  private static boolean isLive(List<Version> versions, RequestIdentity identity) {
    for (Version version : versions) {
      if (identity.equals(version.identity())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isReplaced(List<Replaced> memory, RequestIdentity identity) {
    for (Replaced replaced : memory) {
      if (replaced.identity().equals(identity)) {
        return true;
      }
    }
    return false;
  }
}
