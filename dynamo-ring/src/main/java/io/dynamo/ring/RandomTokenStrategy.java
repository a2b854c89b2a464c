package io.dynamo.ring;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.Move;
import io.dynamo.ring.TokenChange.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@link RandomTokens} in the fold: tokens come to be and cease to be with their nodes. */
final class RandomTokenStrategy implements TokenStrategy {
  /** How many places are drawn for each token, on average, before the next free one is taken. */
  private static final int MAX_DRAWS = 16;

  private final int tokensPerWeight;
  private final boolean onLeaves;

  /**
   * @param onLeaves whether tokens stand on leaves, or on beginnings of partitions alone
   */
  RandomTokenStrategy(int tokensPerWeight, boolean onLeaves) {
    this.tokensPerWeight = tokensPerWeight;
    this.onLeaves = onLeaves;
  }

  /** How many places for tokens there are. */
  private int places(ClusterSettings settings) {
    return onLeaves ? 1 << settings.leafBits() : settings.partitions();
  }

  @Override
  public SortedMap<Integer, NodeId> first(MembershipEvent.Create create) {
    SortedMap<Integer, NodeId> tokens = new TreeMap<>();
    ClusterId clusterId = EventFormat.clusterId(create);
    for (Member member : create.members()) {
      draw(member, wanted(member, create.settings()), clusterId, create.settings(), tokens);
      if (!tokens.containsValue(member.id())) {
        throw new IllegalArgumentException(noPlace(member.id(), create.settings()));
      }
    }
    return tokens;
  }

  String noPlace(NodeId node, ClusterSettings settings) {
    return "no place for a token of "
        + node
        + ": all "
        + places(settings)
        + " are taken; it takes more partitions for "
        + tokensPerWeight
        + " tokens for each unit of weight";
  }

  private int wanted(Member member, ClusterSettings settings) {
    return Math.min(tokensPerWeight * member.weight(), places(settings));
  }

  /** Draws tokens for a member until it has so many, or no place is free. */
  private void draw(
      Member member,
      int wanted,
      ClusterId clusterId,
      ClusterSettings settings,
      SortedMap<Integer, NodeId> tokens) {
    SplitMix row = row(member.id(), clusterId);
    int places = places(settings);
    int has = tokensOf(member.id(), tokens).size();
    long draws = (long) MAX_DRAWS * wanted;
    while (has < wanted && tokens.size() < places) {
      int place = row.next(places);
      for (; draws > 0 && tokens.containsKey(place); draws--) {
        place = row.next(places);
      }
      while (tokens.containsKey(place)) {
        place = (place + 1) % places;
      }
      tokens.put(place, member.id());
      has++;
    }
  }

  /** The row of numbers that belongs to a node of a cluster. */
  private static SplitMix row(NodeId node, ClusterId clusterId) {
    long seed = clusterId.high() ^ Long.rotateLeft(clusterId.low(), 32);
    for (int i = 0; i < node.value().length(); i++) {
      seed = (seed ^ node.value().charAt(i)) * 0x100000001b3L;
    }
    return new SplitMix(seed);
  }

  private static List<Integer> tokensOf(NodeId node, SortedMap<Integer, NodeId> tokens) {
    List<Integer> mine = new ArrayList<>();
    tokens.forEach(
        (token, owner) -> {
          if (owner.equals(node)) {
            mine.add(token);
          }
        });
    return mine;
  }

  @Override
  public boolean isPossible(Move move, ClusterSettings settings) {
    return move.token() < places(settings);
  }

  @Override
  public boolean isNatural(TokenChange change, Move move) {
    return switch (change.direction()) {
      case TO_SUBJECT -> move.from() == null && change.subject().equals(move.to());
      case FROM_SUBJECT -> change.subject().equals(move.from()) && move.to() == null;
      case TO_SUCCESSOR -> change.subject().equals(move.from()) && move.to() != null;
      case ANY -> false;
    };
  }

  /** A successor takes over as many tokens as there are; all others have theirs by weight. */
  @Override
  public void settle(TokenChange change, SortedMap<Integer, NodeId> tokens) {
    NodeId successor = change.successor();
    if (change.direction() == Direction.TO_SUCCESSOR && successor != null) {
      tokens.replaceAll((token, node) -> node.equals(change.subject()) ? successor : node);
      return;
    }
    tokens.values().removeIf(node -> !change.isPlaced(node));
    for (Member member : change.placed()) {
      boolean isSubject = member.id().equals(change.subject());
      if ((isSubject && change.direction() != Direction.ANY)
          || !tokens.containsValue(member.id())) {
        int wanted = wanted(member, change.settings());
        List<Integer> mine = tokensOf(member.id(), tokens);
        int[] order = MixedOrder.of(mine.size(), 0);
        for (int i = wanted; i < order.length; i++) {
          tokens.remove(mine.get(order[i]));
        }
        draw(member, wanted, change.clusterId(), change.settings(), tokens);
      }
    }
  }

  @Override
  public List<List<NodeId>> walks(
      ClusterSettings settings, List<Member> placed, SortedMap<Integer, NodeId> tokens) {
    TreeMap<NodeId, Integer> indexes = new TreeMap<>();
    placed.forEach(member -> indexes.put(member.id(), indexes.size()));
    List<Integer> places = new ArrayList<>(tokens.keySet());
    int[] sequence = tokens.values().stream().mapToInt(indexes::get).toArray();
    List<List<NodeId>> fromToken =
        new PreferenceWalk(placed, settings.replicas()).preferenceLists(sequence);
    int width = places(settings) / settings.partitions();
    List<List<NodeId>> walks = new ArrayList<>(settings.partitions());
    int next = 0;
    for (int partition = 0; partition < settings.partitions(); partition++) {
      int end = (partition + 1) * width;
      while (next < places.size() && places.get(next) < end) {
        next++;
      }
      walks.add(fromToken.get(next < places.size() ? next : 0));
    }
    return walks;
  }
}
