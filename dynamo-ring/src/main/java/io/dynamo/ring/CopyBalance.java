package io.dynamo.ring;

/**
 * Evens out the copies held below 2N nodes (rule M4). There N tokens in a row of distinct nodes
 * give each node N copies for a token, which is coarse; a repeat that the walk skips shifts single
 * copies. So tokens of one stretch of the ring change hands, one or two at a time, while that
 * brings the copies closer to their targets. It ends with exact targets or where no such change
 * helps.
 */
final class CopyBalance {
  /** How many tokens from the beginning of the ring may change. */
  private static final int STRETCH = 128;

  /** How many steps the walks may take in all before the result is good enough: 0.2 s or so. */
  private static final long MAX_STEPS = 100_000_000;

  private final int[] tokens;
  private final int[] targets;
  private final int copies;
  private final int[] held;
  private final int[] owners;
  private long steps;

  /**
   * @param tokens changed in place
   * @param targets how many copies each member is to hold
   * @param copies how many nodes keep each key; fewer than there are members with a token
   */
  CopyBalance(int[] tokens, int[] targets, int copies) {
    this.tokens = tokens;
    this.targets = targets;
    this.copies = copies;
    this.held = new int[targets.length];
    this.owners = new int[copies];
    count(0, tokens.length, 1);
  }

  void run() {
    for (boolean better = true; better && cost() > 0; ) {
      better = false;
      for (int at = 0; at < Math.min(STRETCH, tokens.length) && steps < MAX_STEPS; at++) {
        better |= improve(at);
      }
    }
  }

  /** Looks for a better owner of this token, alone or together with one of those that follow. */
  private boolean improve(int at) {
    long cost = cost();
    int before = tokens[at];
    for (int member = 0; member < targets.length; member++) {
      give(at, member);
      if (cost() < cost || improveAfter(at, cost)) {
        return true;
      }
    }
    give(at, before);
    return false;
  }

  private boolean improveAfter(int at, long cost) {
    for (int step = 1; step <= copies; step++) {
      int second = (at + step) % tokens.length;
      int before = tokens[second];
      for (int member = 0; member < targets.length; member++) {
        give(second, member);
        if (cost() < cost) {
          return true;
        }
      }
      give(second, before);
    }
    return false;
  }

  private void give(int at, int member) {
    if (tokens[at] != member) {
      int starts = startsReaching(at);
      count(at - starts + 1, starts, -1);
      tokens[at] = member;
      count(at - starts + 1, starts, 1);
    }
  }

  /** From how many tokens, this one and those before it, the walk to N nodes comes to this one. */
  private int startsReaching(int at) {
    int distinct = 0;
    int starts = 1;
    while (starts < tokens.length) {
      int member = token(at - starts);
      boolean seen = false;
      for (int i = 0; i < distinct; i++) {
        seen |= owners[i] == member;
      }
      if (!seen) {
        owners[distinct++] = member;
      }
      if (distinct == copies) {
        return starts;
      }
      starts++;
    }
    return starts;
  }

  /** Adds the owners of so many partitions to what is held, or takes them away. */
  private void count(int from, int partitions, int sign) {
    for (int start = from; start < from + partitions; start++) {
      int distinct = 0;
      for (int step = 0; step < tokens.length && distinct < copies; step++) {
        int member = token(start + step);
        boolean seen = false;
        for (int i = 0; i < distinct; i++) {
          seen |= owners[i] == member;
        }
        if (!seen) {
          owners[distinct++] = member;
          held[member] += sign;
        }
        steps += (long) distinct * distinct;
      }
    }
  }

  private int token(int at) {
    return tokens[Math.floorMod(at, tokens.length)];
  }

  private long cost() {
    long cost = 0;
    for (int i = 0; i < targets.length; i++) {
      long off = (long) held[i] - targets[i];
      cost += off * off;
    }
    return cost;
  }
}
