package io.dynamo.ring;

import java.util.Arrays;

/** Numbers in a mixed order that depends on nothing but a seed: the same on every JVM. */
final class MixedOrder {
  private MixedOrder() {}

  /** The numbers from 0 to below {@code count}. */
  static int[] of(int count, long seed) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    SplitMix numbers = new SplitMix(seed);
    for (int i = count - 1; i > 0; i--) {
      int other = numbers.next(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }
}
