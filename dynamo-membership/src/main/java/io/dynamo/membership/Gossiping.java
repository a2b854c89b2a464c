package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * With whom this node compares histories, and when: every second with a member at random, now and
 * then with one of the first members, so that two parts of a cluster that have lost sight of each
 * other find together again (Dynamo §4.8.2); at once with those whom a new event concerns. At most
 * one {@link GossipExchange} with each node at a time.
 */
final class Gossiping {
  /** From one round to the next. */
  static final long ROUND_NANOS = 1_000_000_000L;

  /** Each such round goes to one of the first members, whatever is believed of it. */
  private static final int SEED_ROUND = 10;

  /** How many members hear at once of an event that concerns all alike. */
  private static final int EAGER = 3;

  private final MembershipPorts ports;
  private final HistoryKeeper keeper;
  private final PeerKnowledge peers;
  private final Runnable onRound;
  private final TreeMap<NodeId, GossipExchange> underWay = new TreeMap<>();
  private Scheduler.@Nullable Timer timer;
  private long rounds;
  private boolean running;

  /**
   * Gossip that has not begun.
   *
   * @param onRound runs once in each round
   */
  Gossiping(MembershipPorts ports, HistoryKeeper keeper, PeerKnowledge peers, Runnable onRound) {
    this.ports = ports;
    this.keeper = keeper;
    this.peers = peers;
    this.onRound = onRound;
  }

  /** Begins, at a time of its own within the first second. */
  void start() {
    running = true;
    timer = ports.scheduler().schedule(ports.random().nextLong(ROUND_NANOS), this::round);
    if (keeper.history().events().isEmpty() && keeper.history().checkpoint() == null) {
      others().forEach(this::exchange);
    }
  }

  /** Ends; exchanges that are under way end now. */
  void stop() {
    running = false;
    if (timer != null) {
      timer.cancel();
    }
    new ArrayList<>(underWay.values()).forEach(GossipExchange::end);
  }

  private void round() {
    if (!running) {
      return;
    }
    timer = ports.scheduler().schedule(ROUND_NANOS, this::round);
    rounds++;
    onRound.run();
    NodeId partner = partner();
    if (partner != null && !underWay.containsKey(partner)) {
      exchange(partner);
    }
  }

  private @Nullable NodeId partner() {
    List<NodeId> others = others();
    if (rounds % SEED_ROUND == 0) {
      List<NodeId> first = firstMembers(others);
      return anyOf(first.isEmpty() ? others : first);
    }
    List<NodeId> up = new ArrayList<>(others);
    up.removeIf(node -> !ports.detector().isUp(node));
    return anyOf(up.isEmpty() ? others : up);
  }

  private List<NodeId> firstMembers(List<NodeId> others) {
    List<NodeId> first = new ArrayList<>();
    for (Member member : keeper.history().create().members()) {
      if (others.contains(member.id())) {
        first.add(member.id());
      }
    }
    return first;
  }

  private @Nullable NodeId anyOf(List<NodeId> nodes) {
    return nodes.isEmpty() ? null : nodes.get(ports.random().nextInt(nodes.size()));
  }

  /** All members but this one; nobody once this node is none, and that is known. */
  private List<NodeId> others() {
    MembershipHistory history = keeper.history();
    List<NodeId> others = new ArrayList<>();
    if (keeper.isMember() || keeper.isLastWordOut()) {
      history.members().forEach(member -> others.add(member.id()));
      others.remove(ports.self());
    }
    return others;
  }

  /**
   * Compares at once with those whom a new event of this node concerns: the owners of a partition
   * that was handed over, and a few members of anything else; the others hear of it by and by. The
   * event is not just sent, for a node's events must spread in their order: whoever has heard that
   * a node is gone takes nothing more from it.
   */
  void spread(MembershipEvent event) {
    if (!running) {
      return;
    }
    for (NodeId node : concerned(event)) {
      // One that is under way ends when both have this event too.
      if (!underWay.containsKey(node)) {
        exchange(node);
      }
    }
  }

  private Iterable<NodeId> concerned(MembershipEvent event) {
    List<NodeId> others = others();
    if (event instanceof MembershipEvent.HandedOver handed) {
      TreeSet<NodeId> owners = new TreeSet<>(handed.from());
      owners.addAll(handed.to());
      owners.retainAll(new TreeSet<>(others));
      return owners;
    }
    others.removeIf(node -> !ports.detector().isUp(node));
    TreeSet<NodeId> few = new TreeSet<>();
    while (few.size() < EAGER && !others.isEmpty()) {
      few.add(others.remove(ports.random().nextInt(others.size())));
    }
    return few;
  }

  /** Compares with this node now, or takes part in the comparison that is under way. */
  void exchange(NodeId with, Runnable then) {
    GossipExchange exchange = underWay.get(with);
    if (exchange != null) {
      exchange.andThen(then);
    } else if (!running || with.equals(ports.self())) {
      ports.scheduler().schedule(0, then);
    } else {
      GossipExchange begun = begin(with);
      begun.andThen(then);
      begun.start();
    }
  }

  private void exchange(NodeId with) {
    begin(with).start();
  }

  private GossipExchange begin(NodeId with) {
    GossipExchange begun =
        new GossipExchange(with, ports, keeper, peers, () -> underWay.remove(with));
    underWay.put(with, begun);
    return begun;
  }
}
