package io.dynamo.ring;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many tokens each member gets (rule M4): Q by weight, rounded up or down by the largest
 * remainder, and no group more than fits when its tokens stand N apart. What a group cannot take
 * goes to the others by their weights. Integer arithmetic alone, so every JVM computes the same.
 */
final class TokenShares {
  private final TokenGroups groups;
  private final int partitions;

  /** The most tokens that a group can have, N apart. */
  private final int limit;

  /** The exact share of each group, as a fraction. */
  private final long[] numerators;

  private final long[] denominators;

  /** The tokens of each group. */
  private final int[] totals;

  private TokenShares(TokenGroups groups, int partitions, int copies) {
    this.groups = groups;
    this.partitions = partitions;
    this.limit = partitions / copies;
    this.numerators = new long[groups.count()];
    this.denominators = new long[groups.count()];
    this.totals = new int[groups.count()];
  }

  /**
   * The number of tokens of each member.
   *
   * @param copies how many nodes keep each key
   */
  static int[] of(TokenGroups groups, int partitions, int copies) {
    return computed(groups, partitions, copies).ofMembers();
  }

  /** The exact share of each member, rounded down and rounded up. */
  static Bounds bounds(TokenGroups groups, int partitions, int copies) {
    return computed(groups, partitions, copies).boundsOfMembers();
  }

  private static TokenShares computed(TokenGroups groups, int partitions, int copies) {
    TokenShares shares = new TokenShares(groups, partitions, copies);
    if ((long) groups.count() * shares.limit >= partitions) {
      shares.byWeight();
    } else {
      shares.moreThanFit();
    }
    return shares;
  }

  /** Between what each member's share may be; the arrays are not changed. */
  record Bounds(int[] least, int[] most) {
    /** The same shares counted in smaller units. */
    Bounds times(int factor) {
      return new Bounds(
          Arrays.stream(least).map(share -> share * factor).toArray(),
          Arrays.stream(most).map(share -> share * factor).toArray());
    }
  }

  /** Shares by weight; groups over the limit are held at it, until none is. */
  private void byWeight() {
    boolean[] full = new boolean[groups.count()];
    long rest = partitions;
    long restWeight = IntStream.range(0, groups.count()).mapToLong(groups::weight).sum();
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int group = 0; group < full.length; group++) {
        if (!full[group] && rest * groups.weight(group) >= limit * restWeight) {
          full[group] = true;
          changed = true;
          rest -= limit;
          restWeight -= groups.weight(group);
        }
      }
    }
    for (int group = 0; group < full.length; group++) {
      numerators[group] = full[group] ? limit : rest * groups.weight(group);
      denominators[group] = full[group] ? 1 : restWeight;
      totals[group] = (int) (numerators[group] / denominators[group]);
    }
    Integer[] byRemainder =
        order(
            groups.count(),
            Comparator.comparingLong(
                group -> full[group] ? 1 : -(numerators[group] % denominators[group])));
    for (int i = 0, left = partitions - sum(totals); i < left; i++) {
      totals[byRemainder[i]]++;
    }
  }

  /**
   * Every group at its limit, and still fewer than N tokens too many: they go to groups of several
   * members first, which can place them so that at least no node stands too close to itself.
   */
  private void moreThanFit() {
    Arrays.fill(totals, limit);
    Arrays.fill(numerators, partitions);
    Arrays.fill(denominators, groups.count());
    Integer[] largestFirst =
        order(
            groups.count(),
            Comparator.<Integer>comparingInt(group -> -groups.members().get(group).length)
                .thenComparingLong(group -> -groups.weight(group)));
    int left = partitions - sum(totals);
    for (int round = 1; left > 0; round++) {
      boolean noneHasRoom = groups.members().get(largestFirst[0]).length <= round;
      for (int group : largestFirst) {
        if (left > 0 && (noneHasRoom || groups.members().get(group).length > round)) {
          totals[group]++;
          left--;
        }
      }
    }
  }

  private int[] ofMembers() {
    int[] shares = new int[groups.memberCount()];
    for (int group = 0; group < groups.count(); group++) {
      shareOut(group, shares);
    }
    return shares;
  }

  private Bounds boundsOfMembers() {
    Bounds bounds = new Bounds(new int[groups.memberCount()], new int[groups.memberCount()]);
    for (int group = 0; group < groups.count(); group++) {
      long divisor = denominators[group] * groups.weight(group);
      for (int member : groups.members().get(group)) {
        long dividend = numerators[group] * groups.weights()[member];
        bounds.least[member] = (int) (dividend / divisor);
        bounds.most[member] = (int) ((dividend + divisor - 1) / divisor);
      }
    }
    return bounds;
  }

  /** Gives the tokens of a group to its members, each its exact share rounded down or up. */
  private void shareOut(int group, int[] shares) {
    int[] members = groups.members().get(group);
    int[] weights = groups.weights();
    long divisor = denominators[group] * groups.weight(group);
    int left = totals[group];
    for (int member : members) {
      shares[member] = (int) (numerators[group] * weights[member] / divisor);
      left -= shares[member];
    }
    Integer[] byRemainder =
        order(
            members.length,
            Comparator.comparingLong(i -> -(numerators[group] * weights[members[i]] % divisor)));
    while (left > 0) {
      boolean allFull = Arrays.stream(members).allMatch(member -> shares[member] >= limit);
      for (int i : byRemainder) {
        if (left > 0 && (allFull || shares[members[i]] < limit)) {
          shares[members[i]]++;
          left--;
        }
      }
    }
  }

  /** The numbers below {@code count} in this order; equal ones in their own. */
  private static Integer[] order(int count, Comparator<Integer> comparator) {
    List<Integer> sorted = IntStream.range(0, count).boxed().sorted(comparator).toList();
    return sorted.toArray(Integer[]::new);
  }

  private static int sum(int[] values) {
    return Arrays.stream(values).sum();
  }
}
