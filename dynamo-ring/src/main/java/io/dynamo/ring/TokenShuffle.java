package io.dynamo.ring;

/**
 * Mixes who stands next to whom on the ring, without changing what each has: when a node fails its
 * work should fall to many others, not to the N that always follow it. Pairs of tokens, drawn from
 * a fixed pseudo-random row, change places wherever no token comes too close to another of its node
 * or zone by it; too close is what cannot be avoided, but it never gets worse.
 */
final class TokenShuffle {
  private static final int ROUNDS = 4;
  private static final int SAME_MEMBER = 1_000;

  private final int[] tokens;
  private final int[] zones;
  private final int memberDistance;
  private final int zoneDistance;
  private final SplitMix numbers = new SplitMix(0);

  /**
   * @param tokens changed in place
   * @param copies how many nodes keep each key
   */
  TokenShuffle(int[] tokens, TokenGroups groups, int copies) {
    this.tokens = tokens;
    this.zones = groups.zones();
    this.memberDistance = Math.min(copies, tokens.length);
    this.zoneDistance = Math.min(memberDistance, groups.zoneCount());
  }

  void run() {
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < tokens.length; i++) {
        swapIfNoWorse(i, numbers.next(tokens.length));
      }
    }
  }

  private void swapIfNoWorse(int first, int second) {
    int before = crowding(first) + crowding(second);
    swap(first, second);
    if (crowding(first) + crowding(second) > before) {
      swap(first, second);
    }
  }

  private void swap(int first, int second) {
    int token = tokens[first];
    tokens[first] = tokens[second];
    tokens[second] = token;
  }

  /** How much stands too close to this token. */
  private int crowding(int at) {
    int crowding = 0;
    for (int distance = 1; distance < memberDistance; distance++) {
      crowding += crowding(tokens[at], tokens[(at + distance) % tokens.length], distance);
      crowding +=
          crowding(tokens[at], tokens[Math.floorMod(at - distance, tokens.length)], distance);
    }
    return crowding;
  }

  private int crowding(int member, int other, int distance) {
    if (member == other) {
      return SAME_MEMBER;
    }
    return distance < zoneDistance && zones[member] == zones[other] ? 1 : 0;
  }
}
