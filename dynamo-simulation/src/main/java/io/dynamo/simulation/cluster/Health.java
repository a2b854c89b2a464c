package io.dynamo.simulation.cluster;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.replication.store.Stores;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.disk.DiskTrouble;
import io.dynamo.testkit.network.Links;
import io.dynamo.testkit.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What is wrong with a simulated cluster at a time, and which disks were destroyed when. */
public final class Health {
  private final VirtualTime time;
  private final Links links;
  private final List<SimulatedNode> nodes;
  private final Supplier<MembershipHistory> history;
  private final List<Loss> losses = new ArrayList<>();
  private final TreeSet<NodeId> rotten = new TreeSet<>();
  private final TreeSet<NodeId> givenUp = new TreeSet<>();
  private long changedNanos;
  private int slownesses;

  /**
   * The end of what a disk held.
   *
   * @param sinceNanos what came to it after this time is gone
   * @param atNanos when that happened
   */
  public record Loss(NodeId node, long sinceNanos, long atNanos) {
    /** Whether the disk became an older copy of itself, rather than having nothing. */
    public boolean isOfCopy() {
      return sinceNanos > 0;
    }
  }

  /**
   * A cluster in which all is well.
   *
   * @param history all that is known of its membership by now
   */
  Health(
      VirtualTime time,
      Links links,
      List<SimulatedNode> nodes,
      Supplier<MembershipHistory> history) {
    this.time = time;
    this.history = history;
    this.links = links;
    this.nodes = nodes;
  }

  /** Something has begun or ended, for better or worse. */
  public void changed() {
    changedNanos = time.nanos();
  }

  /** When something last began or ended. */
  public long changedNanos() {
    return changedNanos;
  }

  /** Something is slow or unreliable from now on: nobody can tell it from what is down. */
  public void slow(boolean begins) {
    slownesses += begins ? 1 : -1;
    changed();
  }

  /** What came to this disk since then is gone now. */
  public void lost(NodeId node, long sinceNanos) {
    losses.add(new Loss(node, sinceNanos, time.nanos()));
    changed();
  }

  /**
   * This node was given up as dead, and with it all that it alone has, or may take until it hears
   * of that itself (rule Q2).
   */
  public void givenUp(NodeId node) {
    givenUp.add(node);
    lost(node, 0);
  }

  /** Whether this node was given up as dead at any time. */
  public boolean isGivenUp(NodeId node) {
    return givenUp.contains(node);
  }

  /** A record of this node is damaged, so no node has it for sure. */
  public void rotten(NodeId node) {
    rotten.add(node);
    lost(node, 0);
  }

  /** All losses, in their order. */
  public List<Loss> losses() {
    return List.copyOf(losses);
  }

  /** Whether a record of this node was damaged at any time. */
  public boolean isRotten(NodeId node) {
    return rotten.contains(node);
  }

  /** Whether what this node had at some time between may be gone. */
  public boolean mayHaveLost(NodeId node, long fromNanos, long untilNanos) {
    if (givenUp.contains(node)) {
      return true;
    }
    for (Loss loss : losses) {
      if (loss.node().equals(node)
          && loss.sinceNanos() <= untilNanos
          && loss.atNanos() >= fromNanos) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether at least so many nodes, this one among them, can do whatever is asked of them and reach
   * one another, while everybody else is clearly well or clearly not: whom this one would take for
   * a coordinator and who is not in the group can reach all of it, or at least do its own part.
   *
   * <p>All of them are members, and so is everybody who serves at all: one that was given up and
   * has not heard of it may be asked, and refuses or is refused, by anybody who has not heard of it
   * either.
   *
   * @param counted who counts towards the size: the nodes of the preference list
   * @param among who must be in the group too, if they are members: all holders of a partition that
   *     moves. One that has sealed it has nobody to stand in for it (rule H4), so that what is
   *     enough of others is not told by their number.
   */
  public boolean hasGroup(SimulatedNode with, int size, Set<NodeId> counted, Set<NodeId> among) {
    if (slownesses > 0 || !isWell(with) || anyStranger()) {
      return false;
    }
    List<SimulatedNode> group = new ArrayList<>();
    group.add(with);
    for (SimulatedNode node : nodes) {
      if (among.contains(node.id()) && isMember(node) && !group.contains(node)) {
        if (!isWell(node) || !reachesAll(node, group)) {
          return false;
        }
        group.add(node);
      }
    }
    return grow(group, 0, size, counted);
  }

  private boolean anyStranger() {
    return nodes.stream().anyMatch(node -> node.isReady() && !isMember(node));
  }

  private boolean isMember(SimulatedNode node) {
    return history.get().isMember(node.id());
  }

  private boolean grow(List<SimulatedNode> group, int from, int size, Set<NodeId> counted) {
    if (group.stream().filter(node -> counted.contains(node.id())).count() >= size) {
      return nodes.stream().allMatch(node -> isHarmless(node, group));
    }
    for (int i = from; i < nodes.size(); i++) {
      SimulatedNode next = nodes.get(i);
      if (!group.contains(next)
          && counted.contains(next.id())
          && isWell(next)
          && reachesAll(next, group)) {
        group.add(next);
        if (grow(group, i + 1, size, counted)) {
          return true;
        }
        group.remove(next);
      }
    }
    return false;
  }

  private boolean isHarmless(SimulatedNode node, List<SimulatedNode> group) {
    SimulatedNode entry = group.get(0);
    boolean mayCoordinate =
        node.isReady() && !links.isCut(entry.id(), node.id()) && !node.time().isPaused();
    return !mayCoordinate || reachesAll(node, group) || (group.size() <= 2 && isWell(node));
  }

  private boolean reachesAll(SimulatedNode node, List<SimulatedNode> group) {
    for (SimulatedNode other : group) {
      if (!links.isClean(node.id(), other.id()) || !links.isClean(other.id(), node.id())) {
        return false;
      }
    }
    return true;
  }

  private boolean isWell(SimulatedNode node) {
    Stores stores = node.stores();
    return stores != null
        && isMember(node)
        && stores.isWritable()
        && !node.time().isPaused()
        && node.disk().trouble() == DiskTrouble.NONE
        && !rotten.contains(node.id());
  }
}
