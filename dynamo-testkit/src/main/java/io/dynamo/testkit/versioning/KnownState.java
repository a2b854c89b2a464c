package io.dynamo.testkit.versioning;

import io.dynamo.api.versioning.Siblings;
import java.util.BitSet;

/**
 * A state as a versioning computed it, beside what it must mean: the set of all writes that went
 * into it, each a number of {@link VersionHistory}.
 *
 * @param seen down-closed: with a write all that its writer had seen; not to be changed
 */
public record KnownState(Siblings siblings, BitSet seen) {
  /** Nothing written, nothing seen. */
  static final KnownState NONE = new KnownState(Siblings.NONE, new BitSet());

  /** Whether everything that went into the other went into this one. */
  public boolean hasSeenAllOf(KnownState other) {
    BitSet missing = (BitSet) other.seen.clone();
    missing.andNot(seen);
    return missing.isEmpty();
  }

  /** The writes that went into either. */
  static BitSet union(BitSet left, BitSet right) {
    BitSet union = (BitSet) left.clone();
    union.or(right);
    return union;
  }
}
