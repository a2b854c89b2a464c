package io.dynamo.replication.context;

import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.List;

/** Chooses the entries of a vector that a context of limited length carries (rule V11). */
final class ContextEntries {
  /** What an entry takes at least: a name of one character, incarnation, epoch and counter. */
  static final int MIN_BYTES = 12;

  /** What the count takes at most: 8 KiB hold fewer than 16,384 entries. */
  private static final int COUNT_BYTES = 2;

  private final VersionVector vector;
  private final List<Dot> liveDots;

  ContextEntries(VersionVector vector, List<Dot> liveDots) {
    this.vector = vector;
    this.liveDots = liveDots;
  }

  /** The entries, with their count, that fit; those that cover a live dot go last. */
  List<Dot> fitting(int bytes) {
    List<Dot> entries = vector.entries();
    long excess = (long) COUNT_BYTES - bytes;
    for (Dot entry : entries) {
      excess += size(entry);
    }
    if (excess <= 0) {
      return entries;
    }
    List<Dot> kept = new ArrayList<>(entries);
    excess = leaveOut(kept, excess, false);
    leaveOut(kept, excess, true);
    return kept;
  }

  private long leaveOut(List<Dot> kept, long excess, boolean live) {
    long rest = excess;
    for (int i = 0; i < kept.size() && rest > 0; ) {
      if (coversLiveDot(kept.get(i)) == live) {
        rest -= size(kept.remove(i));
      } else {
        i++;
      }
    }
    return rest;
  }

  private boolean coversLiveDot(Dot entry) {
    for (Dot dot : liveDots) {
      if (dot.actor().equals(entry.actor())) {
        return true;
      }
    }
    return false;
  }

  private static int size(Dot entry) {
    int node = 1 + entry.actor().node().value().length();
    return node + 8 + varintBytes(entry.actor().epoch()) + varintBytes(entry.counter());
  }

  /** How many bytes a number of at least 1 takes, 7 bits each. */
  private static int varintBytes(long value) {
    return (63 - Long.numberOfLeadingZeros(value)) / 7 + 1;
  }
}
