package io.dynamo.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order of the tokens around the ring (rule M4): those of one group stand at least N apart,
 * around the end too.
 *
 * <p>It is made like this. With m as the most tokens of any group, the groups, largest first, are
 * written one under the other into columns of m rows, each group as often as it has tokens, and the
 * ring is read off row by row. A group comes at most once into a row; where it comes in rows that
 * follow each other it stands in one column, or one column earlier after a gap of at least one row.
 * So two tokens of a group are a whole row apart, and a row has at least Q/m tokens: N or more, as
 * no group has more than Q/N. This leaves no seam. Tokens beyond that limit, fewer than N of them,
 * are put in between afterwards. At the end {@link TokenShuffle} mixes the neighbourhoods.
 */
final class TokenSequence {
  private final TokenGroups groups;
  private final int[] shares;
  private final int copies;
  private final int partitions;

  /** Members that have a token beyond their group's limit, once for each. */
  private final List<Integer> surplus = new ArrayList<>();

  /**
   * @param shares the number of tokens of each member
   * @param copies how many nodes keep each key
   */
  TokenSequence(TokenGroups groups, int[] shares, int copies) {
    this.groups = groups;
    this.shares = shares.clone();
    this.copies = copies;
    this.partitions = Arrays.stream(shares).sum();
  }

  /** The member that has each token, clockwise. */
  int[] tokens() {
    int[] totals = takeOutSurplus();
    List<Integer> tokens = membersOf(rows(totals), totals);
    for (int i = 0; i < surplus.size(); i++) {
      int member = surplus.get(i);
      int start = (int) ((long) tokens.size() * i / surplus.size());
      tokens.add(gapFor(member, start, tokens), member);
    }
    int[] sequence = tokens.stream().mapToInt(Integer::intValue).toArray();
    new TokenShuffle(sequence, groups, copies).run();
    return sequence;
  }

  /** Takes from each group what is over its limit, and tells how many tokens it has left. */
  private int[] takeOutSurplus() {
    int limit = partitions / copies;
    int[] totals = new int[groups.count()];
    for (int group = 0; group < totals.length; group++) {
      int[] members = groups.members().get(group);
      totals[group] = Arrays.stream(members).map(member -> shares[member]).sum();
      while (totals[group] > limit) {
        int most = members[0];
        for (int member : members) {
          most = shares[member] > shares[most] ? member : most;
        }
        shares[most]--;
        totals[group]--;
        surplus.add(most);
      }
    }
    return totals;
  }

  /** The groups in the order of the ring, read off the rows. */
  private static int[] rows(int[] totals) {
    int height = Arrays.stream(totals).max().orElse(0);
    int[] groups = new int[Arrays.stream(totals).sum()];
    int[] largestFirst =
        IntStream.range(0, totals.length)
            .boxed()
            .sorted(Comparator.comparingInt(group -> -totals[group]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] columns = new int[groups.length];
    int at = 0;
    for (int group : largestFirst) {
      Arrays.fill(columns, at, at + totals[group], group);
      at += totals[group];
    }
    int out = 0;
    for (int row = 0; row < height; row++) {
      for (int cell = row; cell < columns.length; cell += height) {
        groups[out++] = columns[cell];
      }
    }
    return groups;
  }

  /** In each place of a group the member of it that is most behind its share. */
  private List<Integer> membersOf(int[] sequence, int[] totals) {
    List<Integer> tokens = new ArrayList<>(partitions);
    int[] given = new int[shares.length];
    int[] seen = new int[totals.length];
    for (int group : sequence) {
      seen[group]++;
      int next = -1;
      long furthest = Long.MIN_VALUE;
      for (int member : groups.members().get(group)) {
        long behind = (long) shares[member] * seen[group] - (long) given[member] * totals[group];
        if (given[member] < shares[member] && behind > furthest) {
          furthest = behind;
          next = member;
        }
      }
      given[next]++;
      tokens.add(next);
    }
    return tokens;
  }

  /** The first gap from {@code start} on in which the member is N away from itself, else start. */
  private int gapFor(int member, int start, List<Integer> tokens) {
    int size = tokens.size();
    for (int i = 0; i < size; i++) {
      int gap = (start + i) % size;
      boolean free = true;
      for (int distance = 1; distance < copies && free; distance++) {
        free =
            tokens.get(Math.floorMod(gap - distance, size)) != member
                && tokens.get((gap + distance - 1) % size) != member;
      }
      if (free) {
        return gap;
      }
    }
    return start;
  }
}
