package io.dynamo.ring;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.ring.TokenChange.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks for the tokens that must change hands so that a change reaches its placement (rule M4), on
 * a {@link TokenBoard}. First only tokens that the change is about are moved: to a joiner, from a
 * leaver. If N tokens in a row are then not of distinct nodes although they must be, or below 2N
 * nodes shares are uneven, others are moved too, as few as possible.
 *
 * <p>It ends where no single token, and no pair of those tried, can be moved to advantage. So what
 * it has planned it finds nothing to add to.
 */
final class TokenPlan {
  private final TokenChange change;
  private final SortedMap<Integer, NodeId> tokens;
  private final List<NodeId> names;
  private final TokenBoard board;

  /** Who had each token before the change, if placed after it, too. */
  private final int[] start;

  /** The tokens in the order in which they are tried: mixed, so that no stretch comes first. */
  private final int[] order;

  private final int subject;
  private long deadline;

  TokenPlan(TokenChange change, SortedMap<Integer, NodeId> tokens) {
    this.change = change;
    this.tokens = tokens;
    this.names = change.placed().stream().map(Member::id).toList();
    this.subject = names.indexOf(change.subject());
    this.start = indexes(new ArrayList<>(change.start().values()));
    this.board =
        new TokenBoard(
            indexes(new ArrayList<>(tokens.values())),
            ownersBefore(),
            TokenRules.of(change.placed(), change.settings()));
    this.order = MixedOrder.of(start.length, change.subject().value().hashCode());
  }

  private int[] indexes(List<NodeId> nodes) {
    TreeMap<NodeId, Integer> indexes = new TreeMap<>();
    names.forEach(name -> indexes.put(name, indexes.size()));
    return nodes.stream().mapToInt(node -> indexes.getOrDefault(node, TokenBoard.NOBODY)).toArray();
  }

  private boolean[][] ownersBefore() {
    List<List<NodeId>> walks =
        new EvenTokenStrategy()
            .walks(change.settings(), change.placedBefore(), new TreeMap<>(change.start()));
    boolean[][] before = new boolean[walks.size()][names.size()];
    for (int i = 0; i < before.length; i++) {
      List<NodeId> walk = walks.get(i);
      for (int owner :
          indexes(walk.subList(0, Math.min(change.settings().replicas(), walk.size())))) {
        if (owner != TokenBoard.NOBODY) {
          before[i][owner] = true;
        }
      }
    }
    return before;
  }

  /** Plans what is missing and writes it into the tokens. */
  void settle() {
    if (board.isFaultless()) {
      return;
    }
    Direction direction = change.direction();
    deadline = Long.MAX_VALUE;
    findHomes();
    long steps = change.occasion().steps();
    if (change.isAsPlanned()) {
      allow(steps);
    } else {
      allow(steps / 4);
      moveSingle(direction);
      allow(steps / 4);
      movePairs(direction);
      if (!board.rules().nodesApart() || wereFew()) {
        allow(steps / 4);
        movePairs(Direction.ANY);
      }
      allow(steps / 4);
    }
    long cost;
    do {
      cost = board.cost();
      swapCrowded();
      moveSingle(direction);
    } while (board.cost() < cost);
    int[] result = board.tokens();
    for (int i = 0; i < result.length; i++) {
      tokens.put(i, names.get(result[i]));
    }
  }

  /** Whether it is only from now on that N tokens in a row must be of distinct nodes. */
  private boolean wereFew() {
    return !TokenRules.of(change.placedBefore(), change.settings()).nodesApart();
  }

  private void allow(long steps) {
    deadline = board.steps() + steps;
  }

  private boolean hasTime() {
    return board.steps() < deadline;
  }

  /** Gives every token without a node to the one that it suits best. */
  private void findHomes() {
    for (int at : order) {
      if (board.owner(at) != TokenBoard.NOBODY) {
        continue;
      }
      int best = 0;
      long least = Long.MAX_VALUE;
      for (int member = 0; member < names.size(); member++) {
        long cost = board.give(at, member);
        if (cost < least) {
          least = cost;
          best = member;
        }
      }
      board.give(at, best);
    }
  }

  /** Whether a plan of this direction may give this token to this member. */
  private boolean allows(Direction direction, int at, int to) {
    return switch (direction) {
      case TO_SUBJECT -> to == subject || to == start[at];
      case FROM_SUBJECT -> start[at] == subject;
      default -> true;
    };
  }

  private boolean isWorthwhile(int at, int to) {
    int from = board.owner(at);
    return from != to
        && (board.isOver(from) || board.isShort(to) || to == start[at] || board.isCrowded(at));
  }

  /** Moves the token whose move helps most, again and again; with many choices the first found. */
  private void moveSingle(Direction direction) {
    boolean first = direction == Direction.ANY;
    for (boolean better = true; better && hasTime(); ) {
      better = false;
      long least = board.cost();
      int bestAt = -1;
      int bestTo = -1;
      for (int at : order) {
        int from = board.owner(at);
        for (int to = 0; to < names.size(); to++) {
          if (allows(direction, at, to) && isWorthwhile(at, to)) {
            long cost = board.give(at, to);
            if (cost < least) {
              least = cost;
              bestAt = at;
              bestTo = to;
            }
            board.give(at, from);
          }
        }
        if (first && bestAt == at) {
          board.give(bestAt, bestTo);
          better = true;
        }
      }
      if (!first && bestAt >= 0) {
        board.give(bestAt, bestTo);
        better = true;
      }
    }
  }

  /** Moves pairs of tokens of which one alone would not help. */
  private void movePairs(Direction direction) {
    for (boolean better = true; better && !board.isFaultless() && hasTime(); ) {
      better = false;
      for (int at : order) {
        for (int to = 0; to < names.size() && hasTime(); to++) {
          if (board.owner(at) != to && allows(direction, at, to)) {
            better |= movePair(direction, at, to);
          }
        }
      }
    }
  }

  private boolean movePair(Direction direction, int at, int to) {
    long cost = board.cost();
    int from = board.owner(at);
    if (board.give(at, to) < cost) {
      return true;
    }
    for (int second : order) {
      if (second == at || !isRelated(direction, at, second, to)) {
        continue;
      }
      int owner = board.owner(second);
      for (int other = 0; other < names.size(); other++) {
        if (other != owner && allows(direction, second, other)) {
          if (board.give(second, other) < cost) {
            return true;
          }
        }
      }
      board.give(second, owner);
    }
    board.give(at, from);
    return false;
  }

  /** Whether moving the second token may make good what moving the first one spoils. */
  private boolean isRelated(Direction direction, int first, int second, int to) {
    int distance = Math.floorMod(second - first, board.size());
    int near = 2 * board.rules().copies();
    return distance <= near
        || distance >= board.size() - near
        || (direction != Direction.ANY && (to == start[first] || board.owner(second) == to));
  }

  /** Has tokens change places while some of one node stand too close together. */
  private void swapCrowded() {
    for (boolean better = true; better && board.isCrowded() && hasTime(); ) {
      better = false;
      for (int at : order) {
        if (hasTime() && board.isTooClose(at, change.direction() == Direction.ANY)) {
          better |= swap(at);
        }
      }
    }
  }

  private boolean swap(int at) {
    long cost = board.cost();
    int from = board.owner(at);
    for (int second : order) {
      int other = board.owner(second);
      if (other != from) {
        board.give(at, other);
        if (board.give(second, from) < cost) {
          return true;
        }
        board.give(second, other);
      }
    }
    board.give(at, from);
    return false;
  }
}
