package io.dynamo.ring;

import java.util.Arrays;

/**
 * The tokens while a change is planned, with what they cost as they stand (rule M4). Giving one
 * token to another member costs work for the few partitions whose walk comes to it, so very many
 * ways can be tried. Members are indexes into the sorted placed ones.
 *
 * <p>The cost, from the gravest to the least: a token without a node; two tokens of one node closer
 * than N, from 2N nodes up; two of one zone closer than N, with at least N zones; more copies that
 * change their node than 1.05 of what must; copies held outside of a node's share, squared; copies
 * that change their node.
 */
final class TokenBoard {
  static final int NOBODY = -1;

  private static final long HOMELESS = 1L << 40;
  private static final long SAME_NODE = 1L << 28;
  private static final long SAME_ZONE = 1L << 16;
  private static final long NEEDLESS = 1L << 10;
  private static final long OFF_SHARE = 8;
  private static final long MOVED = 2;

  /** Below 2N nodes tokens of one node may stand close, but there will be more nodes one day. */
  private static final long SAME_NODE_OF_FEW = 1;

  private final int[] tokens;
  private final TokenRules rules;
  private final int copies;

  /** Who was to own each partition before, by member. */
  private final boolean[][] before;

  private final int[] held;

  /** How many copies each member had before. */
  private final int[] heldBefore;

  /** The groups met in a walk, by the number of the walk that met them last. */
  private final long[] metIn;

  private long walk;
  private long homeless;
  private long crowding;
  private long offShare;
  private long moved;

  /** How many copies had to move for everyone to hold what it does now. */
  private long least;

  private long steps;

  /**
   * @param tokens the member that has each token, or {@link #NOBODY}
   * @param before for each partition, by member, whether it was an owner to be
   */
  TokenBoard(int[] tokens, boolean[][] before, TokenRules rules) {
    this.tokens = tokens;
    this.before = before;
    this.rules = rules;
    this.copies = rules.copies();
    this.held = new int[rules.members()];
    this.heldBefore = new int[rules.members()];
    for (boolean[] owners : before) {
      for (int member = 0; member < held.length; member++) {
        heldBefore[member] += owners[member] ? 1 : 0;
      }
    }
    this.metIn = new long[rules.members()];
    for (int member = 0; member < held.length; member++) {
      offShare += offShare(member);
    }
    count(0, tokens.length, 1);
    long twice = 0;
    for (int i = 0; i < tokens.length; i++) {
      homeless += tokens[i] == NOBODY ? 1 : 0;
      twice += crowding(i);
    }
    crowding = twice / 2;
  }

  TokenRules rules() {
    return rules;
  }

  int size() {
    return tokens.length;
  }

  int owner(int at) {
    return tokens[at];
  }

  int[] tokens() {
    return tokens.clone();
  }

  /** The copies that this member is to hold. */
  int held(int member) {
    return held[member];
  }

  boolean isShort(int member) {
    return held[member] < rules.least()[member];
  }

  boolean isOver(int member) {
    return held[member] > rules.most()[member];
  }

  /** Whether this token stands too close to another of its node or zone. */
  boolean isCrowded(int at) {
    return crowding(at) >= SAME_ZONE;
  }

  /** The same, of its node only or of its zone too. */
  boolean isTooClose(int at, boolean zonesToo) {
    return crowding(at) >= (zonesToo ? SAME_ZONE : SAME_NODE);
  }

  /** Whether nothing is left to be wished for. */
  boolean isFaultless() {
    return !isCrowded() && offShare == 0;
  }

  /** Whether there is a fault worse than uneven shares. */
  boolean isCrowded() {
    return homeless > 0 || crowding >= SAME_ZONE;
  }

  long cost() {
    return homeless * HOMELESS
        + crowding
        + offShare * OFF_SHARE
        + moved * MOVED
        + Math.max(0, 20 * moved - 21 * least) * NEEDLESS;
  }

  /** A measure of the work done up to now. */
  long steps() {
    return steps;
  }

  /** Gives a token to a member and tells the cost after it. */
  long give(int at, int member) {
    if (tokens[at] != member) {
      int starts = Math.max(startsReaching(at), 1);
      int first = Math.floorMod(at - starts + 1, tokens.length);
      crowding -= crowding(at);
      homeless += tokens[at] == NOBODY ? -1 : member == NOBODY ? 1 : 0;
      count(first, starts, -1);
      tokens[at] = member;
      count(first, starts, 1);
      crowding += crowding(at);
    }
    return cost();
  }

  /** From how many tokens, this one and those before it, the walk to N nodes comes to this one. */
  private int startsReaching(int at) {
    walk++;
    int met = 0;
    for (int starts = 1; starts < tokens.length; starts++) {
      int member = tokens[at >= starts ? at - starts : at - starts + tokens.length];
      steps++;
      if (member != NOBODY && meets(rules.group(member))) {
        met++;
        if (met == copies) {
          return starts;
        }
      }
    }
    return tokens.length;
  }

  private boolean meets(int group) {
    boolean first = metIn[group] != walk;
    metIn[group] = walk;
    return first;
  }

  /** Adds the owners of so many partitions to what is held and moved, or takes them away. */
  private void count(int from, int partitions, int sign) {
    for (int i = 0; i < partitions; i++) {
      int start = from + i < tokens.length ? from + i : from + i - tokens.length;
      boolean[] owned = before[start];
      walk++;
      int met = 0;
      int at = start;
      for (int step = 0; step < tokens.length && met < copies; step++) {
        int member = tokens[at];
        if (member != NOBODY && meets(rules.group(member))) {
          met++;
          hold(member, sign);
          moved += owned[member] ? 0 : sign;
        }
        at = at + 1 < tokens.length ? at + 1 : 0;
        steps++;
      }
    }
  }

  private void hold(int member, int more) {
    offShare -= offShare(member);
    least -= Math.max(0, held[member] - heldBefore[member]);
    held[member] += more;
    least += Math.max(0, held[member] - heldBefore[member]);
    offShare += offShare(member);
  }

  private long offShare(int member) {
    long off = Math.max(rules.least()[member] - held[member], held[member] - rules.most()[member]);
    return off <= 0 ? 0 : off * off;
  }

  private long crowding(int at) {
    int member = tokens[at];
    if (member == NOBODY) {
      return 0;
    }
    long sum = 0;
    int reach = Math.min(copies - 1, tokens.length / 2);
    for (int distance = 1; distance <= reach; distance++) {
      sum += crowding(member, tokens[(at + distance) % tokens.length]);
      if (2 * distance != tokens.length) {
        sum += crowding(member, tokens[Math.floorMod(at - distance, tokens.length)]);
      }
    }
    return sum;
  }

  private long crowding(int member, int other) {
    if (other == NOBODY) {
      return 0;
    }
    if (member == other) {
      return rules.nodesApart() ? SAME_NODE : SAME_NODE_OF_FEW;
    }
    return rules.zonesApart() && rules.group(member) == rules.group(other) ? SAME_ZONE : 0;
  }

  @Override
  public String toString() {
    return "cost " + cost() + ", held " + Arrays.toString(held);
  }
}
