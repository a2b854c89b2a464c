package io.dynamo.ring;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.Move;
import io.dynamo.ring.TokenChange.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@link EvenTokens} in the fold: there is a token for every partition, and it always has a node.
 */
final class EvenTokenStrategy implements TokenStrategy {
  @Override
  public SortedMap<Integer, NodeId> first(MembershipEvent.Create create) {
    return placedAnew(create.members(), create.settings());
  }

  /** The placement of a cluster that is created with these members. */
  private static SortedMap<Integer, NodeId> placedAnew(
      List<Member> members, ClusterSettings settings) {
    int replicas = Math.min(settings.replicas(), members.size());
    TokenGroups groups = TokenGroups.of(members, replicas);
    int[] shares = TokenShares.of(groups, settings.partitions(), replicas);
    int[] tokens = new TokenSequence(groups, shares, replicas).tokens();
    if (groups.areSingle() && members.size() > replicas && members.size() < 2 * replicas) {
      int[] targets = TokenShares.of(groups, replicas * tokens.length, replicas);
      new CopyBalance(tokens, targets, replicas).run();
    }
    TreeMap<Integer, NodeId> placed = new TreeMap<>();
    for (int i = 0; i < tokens.length; i++) {
      placed.put(i, members.get(tokens[i]).id());
    }
    return placed;
  }

  @Override
  public boolean isPossible(Move move, ClusterSettings settings) {
    return move.token() < settings.partitions() && move.from() != null && move.to() != null;
  }

  @Override
  public boolean isNatural(TokenChange change, Move move) {
    return switch (change.direction()) {
      case TO_SUBJECT -> change.subject().equals(move.to());
      case FROM_SUBJECT, TO_SUCCESSOR -> change.subject().equals(move.from());
      case ANY -> true;
    };
  }

  /**
   * Whether every node holds everything before the change or after it. Then it does not matter for
   * the copies who has which token, and all may change hands.
   */
  private static boolean holdsEverything(TokenChange change) {
    return change.direction() != Direction.TO_SUCCESSOR
        && Math.min(change.placedBefore().size(), change.placed().size())
            <= change.settings().replicas();
  }

  @Override
  public void settle(TokenChange change, SortedMap<Integer, NodeId> tokens) {
    if (change.direction() == Direction.TO_SUCCESSOR && change.successor() != null) {
      NodeId successor = change.successor();
      tokens.replaceAll((token, node) -> node.equals(change.subject()) ? successor : node);
      return;
    }
    if (holdsEverything(change)) {
      if (!change.isAsPlanned() || !tokens.values().stream().allMatch(change::isPlaced)) {
        tokens.putAll(placedAnew(change.placed(), change.settings()));
      }
      return;
    }
    new TokenPlan(change, tokens).settle();
  }

  @Override
  public List<List<NodeId>> walks(
      ClusterSettings settings, List<Member> placed, SortedMap<Integer, NodeId> tokens) {
    TreeMap<NodeId, Integer> indexes = new TreeMap<>();
    for (int i = 0; i < placed.size(); i++) {
      indexes.put(placed.get(i).id(), i);
    }
    int[] sequence =
        tokens.values().stream().mapToInt(node -> indexes.getOrDefault(node, -1)).toArray();
    if (Arrays.stream(sequence).anyMatch(member -> member < 0)) {
      throw new IllegalStateException("a token of a node without a share: " + tokens);
    }
    return new PreferenceWalk(placed, settings.replicas()).preferenceLists(sequence);
  }
}
