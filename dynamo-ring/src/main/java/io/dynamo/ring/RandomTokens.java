package io.dynamo.ring;

import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import java.util.List;

/**
 * Strategies 1 and 2 of the paper (Dynamo §6.2): every node has some random tokens for each unit of
 * its weight, and a partition is kept by the first N distinct nodes met clockwise from its end. A
 * joiner brings its tokens along, a leaver takes them away, and no others change.
 *
 * <p>Strategy 1, <i>tokens cut the ranges</i>: tokens stand on the borders of the Q partitions, so
 * every range between two tokens is whole partitions, and Q only sets how finely tokens are drawn.
 * Strategy 2, <i>tokens on equal partitions</i>: they stand anywhere, to the accuracy of a leaf of
 * the hash tree, and only tell who keeps a partition.
 *
 * <p>Shares are as uneven as chance makes them. With at least N zones owners are in distinct zones,
 * as the walk passes over nodes whose zone has a copy.
 */
public final class RandomTokens implements Partitioning {
  /** How many tokens a node has for each unit of its weight, unless said otherwise. */
  public static final int TOKENS_PER_WEIGHT = 8;

  private final RandomTokenStrategy strategy;

  private RandomTokens(RandomTokenStrategy strategy) {
    this.strategy = strategy;
  }

  /** Strategy 1. */
  public static RandomTokens cuttingRanges(int tokensPerWeight) {
    return new RandomTokens(new RandomTokenStrategy(tokensPerWeight, false));
  }

  /** Strategy 2. */
  public static RandomTokens onEvenPartitions(int tokensPerWeight) {
    return new RandomTokens(new RandomTokenStrategy(tokensPerWeight, true));
  }

  @Override
  public Ring place(MembershipHistory history) {
    return new HistoryFold(history, strategy).ring();
  }

  @Override
  public List<Move> plan(MembershipHistory history, MembershipEvent.Change change) {
    List<Move> plan = new HistoryFold(history, strategy).plan(change);
    if (plan.isEmpty() && change instanceof MembershipEvent.Join) {
      throw new IllegalStateException(strategy.noPlace(change.subject(), history.settings()));
    }
    return plan;
  }

  @Override
  public Checkpoint checkpoint(MembershipHistory history) {
    return new HistoryFold(history, strategy).checkpoint();
  }
}
