package io.dynamo.ring;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.Move;
import java.util.List;
import java.util.SortedMap;

/**
 * What the placement strategies do differently while a history is folded (Dynamo §6.2; rule M3):
 * where tokens stand, which of them a change moves, and which nodes a partition meets. Without
 * state.
 */
interface TokenStrategy {
  /** The tokens that the create event alone decides. */
  SortedMap<Integer, NodeId> first(MembershipEvent.Create create);

  /** Whether tokens of this strategy ever move so. */
  boolean isPossible(Move move, ClusterSettings settings);

  /** Whether such a move belongs to such a change whatever else happens. */
  boolean isNatural(TokenChange change, Move move);

  /**
   * Plans anew what the moves that a change brought along have left open, and changes nothing if
   * that is nothing.
   *
   * @param tokens changed in place; afterwards every token is of a placed member
   */
  void settle(TokenChange change, SortedMap<Integer, NodeId> tokens);

  /**
   * For each partition all placed members in the order in which it meets them; the first N are its
   * owners to be.
   *
   * @param placed not empty, sorted
   */
  List<List<NodeId>> walks(
      ClusterSettings settings, List<Member> placed, SortedMap<Integer, NodeId> tokens);
}
