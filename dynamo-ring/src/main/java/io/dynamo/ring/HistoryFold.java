package io.dynamo.ring;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.membership.Roster;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fold of a history, event by event (rule M3): who is a member, who has which token, and who
 * owns each partition now. A change applies those moves of its plan that still can be; what is then
 * missing its strategy plans anew. A cancel takes back what the cancelled change has moved and is
 * still where it put it. Only hand-overs change the present owners.
 */
final class HistoryFold {
  /** How often at most what was planned is looked at again for what the fold would improve. */
  private static final int MAX_ROUNDS = 50;

  private final MembershipHistory history;
  private final ClusterSettings settings;
  private final TokenStrategy strategy;
  private final Roster roster;
  private final SortedMap<Integer, NodeId> tokens;
  private final Holdings holdings;

  /** What each change did to the tokens, for the case that it is cancelled. */
  private final TreeMap<EventId, Done> done = new TreeMap<>();

  private record Done(
      SortedMap<Integer, NodeId> before, SortedMap<Integer, NodeId> after, List<Move> moves) {}

  HistoryFold(MembershipHistory history, TokenStrategy strategy) {
    this.history = history;
    this.settings = history.settings();
    this.strategy = strategy;
    Checkpoint checkpoint = history.checkpoint();
    if (checkpoint == null) {
      this.roster = new Roster(history.create());
      this.tokens = strategy.first(history.create());
      this.holdings = Holdings.first(settings, walks());
    } else {
      this.roster = new Roster(checkpoint.roster());
      this.tokens = new TreeMap<>();
      checkpoint.tokens().forEach(token -> tokens.put(token.token(), token.node()));
      this.holdings = Holdings.of(checkpoint);
    }
    history.events().forEach(this::apply);
  }

  private void apply(MembershipEvent event) {
    if (event instanceof MembershipEvent.Change change) {
      change(change);
    } else if (event instanceof MembershipEvent.Cancel cancel) {
      cancel(cancel);
    } else {
      roster.apply(event);
      if (event instanceof MembershipEvent.HandedOver handed) {
        holdings.handOver(handed);
      }
    }
  }

  private void change(MembershipEvent.Change change) {
    List<Member> before = roster.placed();
    TokenChange turn = turn(change);
    if (turn != null) {
      List<List<NodeId>> owners = futureOwners(walks(before));
      move(turn, change.plan());
      holdings.redirect(change.id(), owners, futureOwners(walks()));
      TreeMap<Integer, NodeId> start = new TreeMap<>(turn.start());
      done.put(change.id(), new Done(start, new TreeMap<>(tokens), difference(start, tokens)));
    }
  }

  /** Whom this change places, from now on; null if it has no effect. */
  private @Nullable TokenChange turn(MembershipEvent.Change change) {
    Member known = member(change.subject());
    List<Member> before = roster.placed();
    if (!roster.apply(change)) {
      return null;
    }
    return turn(
        change.subject(), Directions.of(change, known), Directions.successor(change), before);
  }

  private void cancel(MembershipEvent.Cancel cancel) {
    MembershipEvent.Change change = roster.effective(cancel.cancelled());
    List<Member> before = roster.placed();
    if (change == null || !roster.apply(cancel)) {
      return;
    }
    Done cancelled = done.remove(cancel.cancelled());
    if (cancelled == null) {
      return;
    }
    List<List<NodeId>> owners = futureOwners(walks(before));
    if (cancelled.after().equals(tokens) && arePlaced(cancelled.before().values())) {
      tokens.clear();
      tokens.putAll(cancelled.before());
    } else {
      Member known = member(change.subject());
      TokenChange turn = turn(change.subject(), Directions.ofCancel(change, known), null, before);
      move(turn, cancelled.moves().stream().map(Move::reversed).toList());
    }
    holdings.redirect(cancel.id(), owners, futureOwners(walks()));
  }

  private boolean arePlaced(Collection<NodeId> nodes) {
    TreeSet<NodeId> placed = new TreeSet<>();
    roster.placed().forEach(member -> placed.add(member.id()));
    return placed.containsAll(nodes);
  }

  private @Nullable Member member(NodeId node) {
    for (Roster.Entry entry : roster.entries()) {
      if (entry.member().id().equals(node)) {
        return entry.member();
      }
    }
    return null;
  }

  private TokenChange turn(
      NodeId subject,
      TokenChange.Direction direction,
      @Nullable NodeId successor,
      List<Member> before) {
    return new TokenChange(
        history.clusterId(),
        settings,
        subject,
        direction,
        successor,
        before,
        roster.placed(),
        new TreeMap<>(tokens),
        TokenChange.Occasion.CONFLICT);
  }

  /**
   * Moves as planned. If a part of that cannot be any more, others came first, and of the rest only
   * what belongs to such a change by its nature is moved. What is missing the strategy plans.
   */
  private void move(TokenChange change, List<Move> moves) {
    if (change.placed().isEmpty()) {
      return;
    }
    boolean all = !moves.isEmpty();
    for (Move move : moves) {
      all &= move(change, move);
    }
    if (!all) {
      tokens.clear();
      tokens.putAll(change.start());
      for (Move move : moves) {
        if (strategy.isNatural(change, move)) {
          move(change, move);
        }
      }
    }
    strategy.settle(all ? change.on(TokenChange.Occasion.AS_PLANNED) : change, tokens);
  }

  private boolean move(TokenChange change, Move move) {
    NodeId from = move.from();
    NodeId to = move.to();
    boolean stands =
        from == null ? !tokens.containsKey(move.token()) : from.equals(tokens.get(move.token()));
    if (!stands || !strategy.isPossible(move, settings) || (to != null && !change.isPlaced(to))) {
      return false;
    }
    if (to == null) {
      tokens.remove(move.token());
    } else {
      tokens.put(move.token(), to);
    }
    return true;
  }

  /** How to get from these tokens to those, in the order of the ring. */
  private static List<Move> difference(Map<Integer, NodeId> from, Map<Integer, NodeId> to) {
    TreeMap<Integer, Move> moves = new TreeMap<>();
    for (var entry : from.entrySet()) {
      NodeId now = to.get(entry.getKey());
      if (!entry.getValue().equals(now)) {
        moves.put(entry.getKey(), new Move(entry.getKey(), entry.getValue(), now));
      }
    }
    for (var entry : to.entrySet()) {
      if (!from.containsKey(entry.getKey())) {
        moves.put(entry.getKey(), new Move(entry.getKey(), null, entry.getValue()));
      }
    }
    return new ArrayList<>(moves.values());
  }

  private List<List<NodeId>> walks() {
    return walks(roster.placed());
  }

  private List<List<NodeId>> walks(List<Member> placed) {
    return placed.isEmpty() ? List.of() : strategy.walks(settings, placed, tokens);
  }

  private List<List<NodeId>> futureOwners(List<List<NodeId>> walks) {
    return walks.stream()
        .map(walk -> walk.subList(0, Math.min(settings.replicas(), walk.size())))
        .toList();
  }

  /** The ring that the history comes to. */
  Ring ring() {
    return new Ring(history, holdings.partitions(history, roster, walks()));
  }

  /**
   * The moves that this change makes if it comes next.
   *
   * @throws IllegalStateException if the change makes no sense now; the message tells why
   */
  List<Move> plan(MembershipEvent.Change change) {
    Standing standing = roster.standing(change.subject());
    TokenChange turn = turn(change);
    if (turn == null) {
      throw new IllegalStateException(
          change.subject()
              + " is "
              + (standing == null ? "no member" : standing)
              + ", so this changes nothing: "
              + change);
    }
    if (turn.placed().isEmpty()) {
      throw new IllegalStateException(
          change.subject() + " is the last node with a share of the ring; let another join first");
    }
    strategy.settle(turn.on(TokenChange.Occasion.PLANNING), tokens);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      SortedMap<Integer, NodeId> planned = new TreeMap<>(tokens);
      strategy.settle(turn.on(TokenChange.Occasion.AS_PLANNED), tokens);
      if (planned.equals(tokens)) {
        break;
      }
    }
    return difference(turn.start(), tokens);
  }

  /**
   * What the history comes to.
   *
   * @throws IllegalStateException if a change is not carried out yet
   */
  Checkpoint checkpoint() {
    for (Roster.Entry entry : roster.entries()) {
      if (entry.standing() == Standing.LEAVING) {
        throw new IllegalStateException(
            entry.member().id() + " is still leaving; a checkpoint is made when it is gone");
      }
    }
    Ring ring = ring();
    if (!ring.moving().isEmpty()) {
      throw new IllegalStateException(
          ring.moving().size()
              + " partitions are still on their way to other owners, the first of them "
              + ring.moving().get(0).index()
              + "; a checkpoint is made when all are handed over");
    }
    List<Checkpoint.Token> placed = new ArrayList<>();
    tokens.forEach((token, node) -> placed.add(new Checkpoint.Token(token, node)));
    return new Checkpoint(
        history.lamportTime(), history.digest(), roster.entries(), placed, holdings.list());
  }
}
