package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Ring;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This node's history and the ring of it: what is taken is durable first, then it counts, then the
 * ring is told (rules M2, M3). A history with an event of a later version is kept and passed on,
 * but gives no ring any more: everyone else's would be another.
 */
final class HistoryKeeper {
  /** How many others must know that this node has left before it may stop. */
  private static final int ENOUGH = 3;

  private final MembershipPorts ports;
  private final Consumer<Ring> onRing;
  private MembershipHistory history;
  private Ring ring;
  private @Nullable OriginEvents byOrigin;
  private final TreeSet<NodeId> knowGone = new TreeSet<>();
  private boolean removedTold;

  HistoryKeeper(MembershipPorts ports, MembershipHistory durable, Consumer<Ring> onRing) {
    if (!durable.isUnderstood()) {
      throw new IllegalArgumentException(
          "no ring can be made of a history with events of a later version: " + durable);
    }
    this.ports = ports;
    this.onRing = onRing;
    this.history = durable;
    this.ring = ports.partitioning().place(durable);
  }

  MembershipHistory history() {
    return history;
  }

  /** Of the last history that was understood. */
  Ring ring() {
    return ring;
  }

  /** The events by origin, counted once for each history. */
  OriginEvents byOrigin() {
    OriginEvents counted = byOrigin;
    if (counted == null) {
      counted = new OriginEvents(history);
      byOrigin = counted;
    }
    return counted;
  }

  /**
   * Takes events.
   *
   * @return whether there was a new one
   * @throws io.dynamo.api.storage.StorageException if they cannot be kept; nothing has changed
   */
  boolean take(Collection<? extends MembershipEvent> events) {
    return keep(history.with(events));
  }

  /**
   * Takes all of another history of this cluster: its checkpoint too, if that is the later one.
   * Then events of before it that it does not know are void: every member had seen, and had said
   * so, that there was nothing else, so they can only come from a node that was none any more.
   *
   * @return whether there was anything new
   */
  boolean adopt(MembershipHistory other) {
    return keep(merged(history, other));
  }

  static MembershipHistory merged(MembershipHistory ours, MembershipHistory theirs) {
    return foldedUpTo(theirs) > foldedUpTo(ours)
        ? theirs.with(ours.events())
        : ours.with(theirs.events());
  }

  private static long foldedUpTo(MembershipHistory history) {
    Checkpoint checkpoint = history.checkpoint();
    return checkpoint == null ? 0 : checkpoint.lamportTime();
  }

  /** Goes on without its events, if there is nothing under way in them. */
  void fold() {
    Checkpoint checkpoint;
    try {
      checkpoint = ports.partitioning().checkpoint(history);
    } catch (IllegalStateException pending) {
      return;
    }
    MembershipHistory folded = history.folded(checkpoint);
    ports.log().write(folded);
    history = folded;
    byOrigin = null;
  }

  private boolean keep(MembershipHistory next) {
    if (next.equals(history) && foldedUpTo(next) == foldedUpTo(history)) {
      return false;
    }
    boolean wasUnderstood = history.isUnderstood();
    ports.log().write(next);
    history = next;
    byOrigin = null;
    if (next.isUnderstood()) {
      ring = ports.partitioning().place(next);
      onRing.accept(ring);
    } else if (wasUnderstood) {
      ports
          .events()
          .membershipProgress(
              "the cluster has made a change that this version does not know: it goes on with"
                  + " the ring of before until it is upgraded");
    }
    tellIfRemoved();
    return true;
  }

  private void tellIfRemoved() {
    if (!isMember() && !isLastWordOut()) {
      tellRemoved();
    }
  }

  /** Whether this node has left, but too few others know: it must not stop yet. */
  boolean isLastWordOut() {
    return history.standing(ports.self()) == Standing.GONE
        && knowGone.size() < Math.min(ENOUGH, history.members().size());
  }

  /** This node has all that is known here. */
  void onAgreed(NodeId with) {
    if (history.standing(ports.self()) == Standing.GONE) {
      knowGone.add(with);
      tellIfRemoved();
    }
  }

  private void tellRemoved() {
    if (!removedTold) {
      removedTold = true;
      ports.onRemoved().accept(whyNoMember(history, ports.self()));
    }
  }

  /** Whether this node is a member. */
  boolean isMember() {
    Standing standing = history.standing(ports.self());
    return standing != null && standing.isMember();
  }

  /** The event that admitted this node last, if it is not folded; else null. */
  @Nullable MembershipEvent ownAdmission() {
    MembershipEvent last = null;
    for (MembershipEvent event : history.events()) {
      boolean joins =
          event instanceof MembershipEvent.Join join && join.member().id().equals(ports.self());
      boolean replaces =
          event instanceof MembershipEvent.Replace replace
              && replace.member().id().equals(ports.self());
      last = joins || replaces ? event : last;
    }
    return last;
  }

  /** Why this node is no member, for people. */
  static String whyNoMember(MembershipHistory history, NodeId node) {
    Standing standing = history.standing(node);
    if (standing == Standing.REMOVED) {
      return node
          + " was removed from the cluster as dead: what it kept is kept by others now; to use the"
          + " machine again, start it with an empty directory and another dynamo.node.id";
    } else if (standing == Standing.GONE) {
      return node + " has left the cluster and keeps nothing any more";
    }
    return node
        + " is no member of the cluster: members are "
        + InitialMembers.print(history.members());
  }
}
