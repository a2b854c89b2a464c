package io.dynamo.replication.versioning;

import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Replaced;
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
      (context.covers(old.dot()) ? dropped : kept).add(old);
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
   * <p>Keeps a version that both have, or whose dot the other has not seen. Of two with one
   * identity the lower dot stays; one whose identity is remembered as replaced goes. What goes
   * stays covered by the vector, so it does not come back; and because the other state has replaced
   * it, its identity is remembered, so that a retry of it under another dot does not come back
   * either.
   */
  @Override
  public Siblings merge(Siblings left, Siblings right) {
    if (left.isNone()) {
      return right;
    }
    if (right.isNone()) {
      return left;
    }
    VersionVector vector = left.vector().merge(right.vector());
    List<Version> dropped = new ArrayList<>();
    List<Version> survivors = survivors(left, right, dropped);
    List<Replaced> replaced =
        Retries.union(
            Retries.union(left.replaced(), right.replaced()),
            Retries.ofDropped(dropped, survivors));
    List<Version> versions = Retries.withoutRetries(survivors, replaced);
    return new Siblings(vector, versions, Retries.newest(replaced));
  }

  @Override
  public boolean covers(Siblings state, Siblings other) {
    // If the vector grows by nothing no version is added; so the number tells whether one would go.
    return state.vector().coversAll(other.vector())
        && merge(state, other).versions().size() == state.versions().size();
  }

  /**
   * The versions that both have or that the other has not seen, in the order of their dots.
   *
   * @param dropped gets the others
   */
  private static List<Version> survivors(Siblings left, Siblings right, List<Version> dropped) {
    List<Version> ours = left.versions();
    List<Version> theirs = right.versions();
    List<Version> kept = new ArrayList<>(ours.size() + theirs.size());
    int i = 0;
    int j = 0;
    while (i < ours.size() || j < theirs.size()) {
      int order = order(ours, i, theirs, j);
      if (order == 0) {
        kept.add(ours.get(i++));
        j++;
      } else if (order < 0) {
        addUnseen(ours.get(i++), right.vector(), kept, dropped);
      } else {
        addUnseen(theirs.get(j++), left.vector(), kept, dropped);
      }
    }
    return kept;
  }

  /** Negative if the next version of the left list comes first; a list at its end comes last. */
  private static int order(List<Version> ours, int i, List<Version> theirs, int j) {
    if (i == ours.size()) {
      return 1;
    }
    return j == theirs.size() ? -1 : ours.get(i).compareTo(theirs.get(j));
  }

  private static void addUnseen(
      Version version, VersionVector seen, List<Version> kept, List<Version> dropped) {
    (seen.covers(version.dot()) ? dropped : kept).add(version);
  }
}
