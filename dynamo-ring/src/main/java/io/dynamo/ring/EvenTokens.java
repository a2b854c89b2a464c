package io.dynamo.ring;

import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import java.util.List;

/**
 * Strategy 3 of the paper (Dynamo §6.2): the ring is cut into Q equal partitions of one token each,
 * and every node has about Q/S of the tokens, by its weight. Token i stands at the beginning of
 * partition i, and the preference list of that partition is made by walking clockwise from it (see
 * {@link PreferenceWalk}).
 *
 * <p>The create event alone decides the first placement, in steps: how many tokens each node has
 * ({@link TokenShares}), their order on the ring ({@link TokenSequence}), below 2N nodes a last
 * evening out ({@link CopyBalance}), and the walk. Members are taken by name, weight and zone;
 * addresses do not matter. What rule M4 asks for holds as far as the numbers allow:
 *
 * <ul>
 *   <li>Up to N nodes all hold everything.
 *   <li>Below 2N nodes the copies held are proportional to weight, at most Q, within one partition
 *       for equal weights and three for others. A node may have two tokens in a row or nearly; the
 *       walk skips the repeat.
 *   <li>From 2N nodes up the tokens of a node are its share by weight, rounded down or up, and at
 *       most Q/N. No N tokens in a row, around the end too, are of one node twice, so a node holds
 *       N copies for each of its tokens.
 *   <li>With at least N zones the owners of every partition are in distinct zones, and a zone holds
 *       at most Q copies. Where its weight would give it more the others hold the rest. This comes
 *       before shares, below 2N nodes too.
 *   <li>With fewer zones than N shares come first, and neighbours in one zone are avoided as far as
 *       that is possible.
 * </ul>
 *
 * <p>If there are just N zones and Q is no multiple of N, fewer than N tokens stand next to others
 * of their zone, and the walk passes over them. A node without a token, where Q is small or its
 * weight is, comes last in every list, in the order of names. With Q under N times N nothing but
 * the lists is promised.
 */
public final class EvenTokens implements Partitioning {
  @Override
  public Ring place(MembershipHistory history) {
    return new HistoryFold(history, new EvenTokenStrategy()).ring();
  }

  @Override
  public List<Move> plan(MembershipHistory history, MembershipEvent.Change change) {
    return new HistoryFold(history, new EvenTokenStrategy()).plan(change);
  }

  @Override
  public Checkpoint checkpoint(MembershipHistory history) {
    return new HistoryFold(history, new EvenTokenStrategy()).checkpoint();
  }
}
