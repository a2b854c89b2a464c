package io.dynamo.testkit.time;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chance that is the same on every JVM (SplitMix64): what the JDK's own generators make of a bound
 * may change from release to release. Not for secrets. Not thread-safe.
 */
public final class Chance implements RandomGenerator {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private long state;

  public Chance(long seed) {
    this.state = seed;
  }

  /** Chance of its own for one purpose: how much others use theirs does not change it. */
  public Chance fork() {
    return new Chance(nextLong());
  }

  @Override
  public long nextLong() {
    state += GOLDEN;
    long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** From 0 to {@code bound} - 1. */
  public int below(int bound) {
    return (int) below((long) bound);
  }

  /** From 0 to {@code bound} - 1. */
  public long below(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1, was " + bound);
    }
    return Long.remainderUnsigned(nextLong(), bound);
  }

  /** From {@code least} to {@code most}, both included. */
  public long between(long least, long most) {
    return least + below(most - least + 1);
  }

  /** Whether something happens that happens so many times in a thousand. */
  public boolean perMille(int times) {
    return times > 0 && below(1000) < times;
  }

  /** One of these. */
  public <T> T oneOf(List<T> list) {
    return list.get(below(list.size()));
  }
}
