package io.dynamo.simulation.admin;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.membership.ChangeRequest;
import io.dynamo.simulation.admin.ChangePlan.Planned;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.time.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes the membership of a simulated cluster by a plan, at any node that serves, as an
 * administrator does who knows which machines are gone for good: those alone are given up, and what
 * is on their disks counts as lost. Never fewer than N nodes stay.
 */
public final class Administrator {
  private static final long SECOND = 1_000_000_000L;
  private static final long DUTY_NANOS = 2 * SECOND;

  private final SimulatedCluster cluster;
  private final Commits commits;
  private final List<Runnable> cuts = new ArrayList<>();

  /** The members that are about to be none any more, by a change that is under way. */
  private final TreeSet<NodeId> going = new TreeSet<>();

  /** The nodes that were, or are about to be, members. */
  private final TreeSet<NodeId> used = new TreeSet<>();

  /** Those that are gone for good, and are not given up otherwise. */
  private final TreeSet<NodeId> toRemove = new TreeSet<>();

  public Administrator(SimulatedCluster cluster, Chance chance) {
    this.cluster = cluster;
    this.commits = new Commits(cluster, chance);
    history().members().forEach(member -> used.add(member.id()));
  }

  /** Has all of it happen in its time. */
  public void schedule(List<Planned> plan) {
    for (Planned planned : plan) {
      cluster.time().at(planned.atNanos(), () -> begin(planned));
    }
    if (!plan.isEmpty()) {
      cluster.time().after(DUTY_NANOS, this::giveUpTheDead);
    }
  }

  /** Ends what the plan has cut, whatever is still to come of it. */
  public void heal() {
    cuts.forEach(Runnable::run);
    cuts.clear();
  }

  private void begin(Planned planned) {
    Chance chance = new Chance(planned.variant());
    List<SimulatedNode> all = cluster.nodes();
    cluster.trace().event("CHANGE begins: " + planned);
    switch (planned.kind()) {
      case JOIN -> join(chance, all);
      case LEAVE -> leave(chance, all);
      case REMOVE -> destroy(chance, false);
      case REPLACE -> destroy(chance, true);
      case WEIGHT -> weigh(chance, all);
      case ON_TWO_SIDES -> onTwoSides(chance);
    }
  }

  private MembershipHistory history() {
    return cluster.ring().history();
  }

  private long seconds(Chance chance, long least, long most) {
    return chance.between(least * SECOND / 10, most * SECOND);
  }

  /** A node that was never a member; it begins to ask now. Null if there is none left. */
  private @Nullable SimulatedNode anySpare() {
    for (SimulatedNode node : cluster.nodes()) {
      if (used.add(node.id())) {
        node.join(history().members());
        node.start();
        return node;
      }
    }
    return null;
  }

  /** The members that are to stay; one more than N of them, or nobody may go. */
  private List<SimulatedNode> stayers() {
    return cluster.nodes().stream()
        .filter(
            node ->
                history().standing(node.id()) == Standing.MEMBER
                    && !node.isGivenUp()
                    && !going.contains(node.id()))
        .toList();
  }

  private boolean mayGo() {
    return stayers().size() > cluster.shape().quorums().replicas();
  }

  private void join(Chance chance, List<SimulatedNode> at) {
    SimulatedNode joiner = anySpare();
    if (joiner == null) {
      return;
    }
    cluster
        .time()
        .after(
            seconds(chance, 0, 4),
            () ->
                commits.make(
                    at,
                    new ChangeRequest.Join(joiner.self()),
                    (node, change) -> onAdmitted(chance, joiner, node, change)));
  }

  /** What may go wrong with one that joins. */
  private void onAdmitted(
      Chance chance, SimulatedNode joiner, SimulatedNode at, @Nullable EventId change) {
    if (change == null) {
      return;
    }
    switch (chance.below(8)) {
      case 0 -> crash(chance, joiner);
      case 1 ->
          cluster
              .time()
              .after(
                  seconds(chance, 1, 5),
                  () -> {
                    cluster.counters().add("joiner destroyed");
                    cluster.giveUp(joiner);
                    toRemove.add(joiner.id());
                    cancelLater(chance, joiner, change, at);
                  });
      case 2, 3 -> cancelLater(chance, joiner, change, at);
      case 4 -> crash(chance, chance.oneOf(cluster.nodes()));
      case 5 -> {
        crash(chance, joiner);
        crash(chance, chance.oneOf(cluster.nodes()));
      }
      default -> {}
    }
  }

  private void crash(Chance chance, SimulatedNode node) {
    cluster
        .time()
        .after(
            seconds(chance, 1, 8),
            () -> {
              if (node.isRunning()) {
                cluster.counters().add("crashed while one joined");
                node.crash();
                cluster.time().after(seconds(chance, 1, 20), () -> cluster.startAgain(node));
              }
            });
  }

  /** What is cancelled is done by then or not. */
  private void cancelLater(
      Chance chance, SimulatedNode node, EventId change, SimulatedNode madeAt) {
    List<SimulatedNode> at =
        chance.below(3) == 0 ? cluster.nodes() : List.of(madeAt, cluster.nodes().get(0));
    cluster
        .time()
        .after(
            seconds(chance, 1, chance.below(2) == 0 ? 3 : 15),
            () -> {
              boolean leaving = history().standing(node.id()) == Standing.LEAVING;
              if (leaving || node.isGivenUp() || mayGo()) {
                boolean goes = !leaving && going.add(node.id());
                commits.make(
                    at,
                    new ChangeRequest.Cancel(change),
                    (where, cancel) -> {
                      if ((cancel == null && goes) || (cancel != null && leaving)) {
                        going.remove(node.id());
                      }
                    });
              }
            });
  }

  private void leave(Chance chance, List<SimulatedNode> at) {
    List<SimulatedNode> some = stayers();
    if (!mayGo()) {
      cluster.counters().add("nobody may go");
      return;
    }
    SimulatedNode leaver = chance.oneOf(some);
    going.add(leaver.id());
    commits.make(
        at,
        new ChangeRequest.Leave(leaver.id()),
        (node, change) -> {
          if (change == null) {
            going.remove(leaver.id());
          } else if (chance.below(4) == 0) {
            cancelLater(chance, leaver, change, node);
          }
        });
  }

  private void destroy(Chance chance, boolean replace) {
    if (!mayGo()) {
      cluster.counters().add("nobody may go");
      return;
    }
    SimulatedNode victim = chance.oneOf(stayers());
    SimulatedNode by = replace ? anySpare() : null;
    cluster.giveUp(victim);
    if (by == null) {
      toRemove.add(victim.id());
    } else {
      commits.make(
          cluster.nodes(),
          new ChangeRequest.Replace(victim.id(), by.self()),
          (node, change) -> toRemove.add(victim.id()));
    }
    if (chance.below(3) == 0) {
      turnUpOnceGivenUp(chance, victim);
    }
  }

  /** Those that were removed do not know it: they come back as they were. */
  private void turnUpOnceGivenUp(Chance chance, SimulatedNode victim) {
    cluster
        .time()
        .after(
            seconds(chance, 10, 20),
            () -> {
              if (history().standing(victim.id()) == Standing.REMOVED) {
                cluster.counters().add("removed node turned up");
                victim.turnUp();
                victim.start();
              } else if (history().isMember(victim.id())) {
                turnUpOnceGivenUp(chance, victim);
              }
            });
  }

  private void weigh(Chance chance, List<SimulatedNode> at) {
    Member member = chance.oneOf(history().members());
    int weight = 1 + member.weight() % 3;
    commits.make(at, new ChangeRequest.SetWeight(member.id(), weight));
  }

  /** Half of the nodes cannot reach the others, and each side has its own administrator. */
  private void onTwoSides(Chance chance) {
    List<SimulatedNode> left = new ArrayList<>();
    List<SimulatedNode> right = new ArrayList<>();
    for (SimulatedNode node : cluster.nodes()) {
      (chance.below(2) == 0 ? left : right).add(node);
    }
    cluster.counters().add("changes on two sides");
    Runnable undo = cluster.cut(left, right);
    cuts.add(undo);
    cluster
        .time()
        .after(
            seconds(chance, 20, 30),
            () -> {
              if (cuts.remove(undo)) {
                undo.run();
              }
            });
    for (List<SimulatedNode> side : List.of(left, right)) {
      if (!side.isEmpty()) {
        cluster
            .time()
            .after(seconds(chance, 0, 3), () -> onSide(new Chance(chance.nextLong()), side));
      }
    }
  }

  private void onSide(Chance chance, List<SimulatedNode> side) {
    switch (chance.below(4)) {
      case 0, 1 -> join(chance, side);
      case 2 -> leave(chance, side);
      default -> weigh(chance, side);
    }
  }

  /** Again and again, until it is done: nothing else lets the others come to rest. */
  private void giveUpTheDead() {
    for (NodeId dead : new ArrayList<>(toRemove)) {
      if (history().isMember(dead)) {
        toRemove.remove(dead);
        commits.make(
            cluster.nodes(), new ChangeRequest.Remove(dead), (node, change) -> toRemove.add(dead));
      }
    }
    cluster.time().after(DUTY_NANOS, this::giveUpTheDead);
  }
}
