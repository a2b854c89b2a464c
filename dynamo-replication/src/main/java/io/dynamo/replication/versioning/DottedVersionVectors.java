package io.dynamo.replication.versioning;

import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Replaced;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.api.versioning.Versioning;
import java.util.ArrayList;
import java.util.List;

/**
 * Dotted version vectors (rule V1), the default versioning: each value has the dot of its own
 * write, and one vector says what else was seen. So the writes of two clients through one
 * coordinator stay apart, which plain vector clocks of servers cannot tell.
 *
 * <p>Unlike the paper (§4.4) nothing is truncated (rule V7), and a retried put is recognised by its
 * identity (rule V10). Pure, without state, callable from any thread.
 */
public final class DottedVersionVectors implements Versioning {
  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the dot was used before, as far as the state or the context
   *     knows, or if the put is a retry, which {@link Retries#isRetry} tells beforehand: stored,
   *     such a version would vanish in the next merge
   */
  @Override
  public Siblings put(Siblings stored, VersionVector context, Version version) {
    Dot dot = version.dot();
    if (stored.vector().covers(dot) || context.covers(dot)) {
      throw new IllegalArgumentException("dot " + dot + " was used before");
    }
    if (version.identity() != null && Retries.isRetry(stored, version.identity())) {
      throw new IllegalArgumentException("the put of " + dot + " is a retry");
    }
    List<Version> kept = new ArrayList<>(stored.versions().size() + 1);
    List<Version> dropped = new ArrayList<>(stored.versions().size());
    for (Version old : stored.versions()) {
      (old.isSeenBy(context) ? dropped : kept).add(old);
    }
    kept.add(version);
    if (kept.size() > 1) {
      kept.sort(null);
    }
    VersionVector vector = stored.vector().merge(context).with(dot);
    return new Siblings(vector, kept, Retries.remember(stored.replaced(), dropped, dot));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Keeps a version that both have, or whose dots the other has not seen. Two with one identity
   * are one put that came twice: it stays under the lower dot, with the other as its twin, as long
   * as neither state has seen one of its dots and lacks it; else it was replaced there. What goes
   * stays covered by the vector, so it does not come back; its identity is remembered, so that a
   * retry under another dot does not come back either.
   */
  @Override
  public Siblings merge(Siblings left, Siblings right) {
    if (left.isNone()) {
      return right;
    }
    if (right.isNone()) {
      return left;
    }
    List<Version> kept = new ArrayList<>(left.versions().size() + right.versions().size());
    List<Version> dropped = new ArrayList<>();
    for (Version version : all(left.versions(), right.versions())) {
      boolean replaced = hasReplaced(left, version) || hasReplaced(right, version);
      (replaced ? dropped : kept).add(version);
    }
    List<Replaced> replaced =
        Retries.union(Retries.union(left.replaced(), right.replaced()), Retries.ofDropped(dropped));
    return new Siblings(
        left.vector().merge(right.vector()),
        Retries.withoutRetries(kept, replaced),
        Retries.newest(replaced));
  }

  @Override
  public boolean covers(Siblings state, Siblings other) {
    return state.vector().coversAll(other.vector())
        && merge(state, other).versions().equals(state.versions());
  }

  /** Each put of both, once, in the order of dots. */
  private static List<Version> all(List<Version> ours, List<Version> theirs) {
    List<Version> all = new ArrayList<>(ours);
    for (Version version : theirs) {
      int same = indexOfSame(ours, version);
      if (same < 0) {
        all.add(version);
      } else {
        all.set(same, ours.get(same).with(version));
      }
    }
    if (all.size() > 1) {
      all.sort(null);
    }
    return all;
  }

  private static int indexOfSame(List<Version> versions, Version version) {
    RequestIdentity identity = version.identity();
    for (int i = 0; i < versions.size(); i++) {
      Version other = versions.get(i);
      if (other.dot().equals(version.dot())
          || (identity != null && identity.equals(other.identity()))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether this state has seen a dot of the put that it does not hold any more. */
  private static boolean hasReplaced(Siblings state, Version version) {
    if (hasReplaced(state, version.dot())) {
      return true;
    }
    for (Dot twin : version.twins()) {
      if (hasReplaced(state, twin)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasReplaced(Siblings state, Dot dot) {
    if (!state.vector().covers(dot)) {
      return false;
    }
    for (Version held : state.versions()) {
      if (held.isNamed(dot)) {
        return false;
      }
    }
    return true;
  }
}
