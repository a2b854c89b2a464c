package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.partitioning.Partitioning;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which changes make sense on a history, and in words why another does not (rules M1, M5, H7). */
final class ChangeRules {
  private final NodeId self;
  private final FailureDetector detector;
  private final Partitioning partitioning;

  ChangeRules(NodeId self, FailureDetector detector, Partitioning partitioning) {
    this.self = self;
    this.detector = detector;
    this.partitioning = partitioning;
  }

  /** The node that a request admits, or null if it admits none. */
  static @Nullable Member admitted(ChangeRequest request) {
    if (request instanceof ChangeRequest.Join join) {
      return join.member();
    }
    return request instanceof ChangeRequest.Replace replace ? replace.by() : null;
  }

  /** Returns if the change makes sense. */
  void check(MembershipHistory history, ChangeRequest request) throws ChangeRefusedException {
    if (request instanceof ChangeRequest.Join join) {
      checkNew(history, join.member());
    } else if (request instanceof ChangeRequest.Leave leave) {
      checkPlaced(history, leave.node());
      checkNotLast(history, leave.node(), "leave");
    } else if (request instanceof ChangeRequest.Remove remove) {
      checkMember(history, remove.node());
      checkDead(remove.node(), "removed");
      checkNotLast(history, remove.node(), "be removed");
    } else if (request instanceof ChangeRequest.Replace replace) {
      checkPlaced(history, replace.dead());
      checkDead(replace.dead(), "replaced");
      checkNew(history, replace.by());
    } else if (request instanceof ChangeRequest.SetWeight weight) {
      checkWeight(checkPlaced(history, weight.node()), weight.weight());
    } else if (request instanceof ChangeRequest.SetZone zone) {
      checkZone(checkPlaced(history, zone.node()), zone.zone());
    } else if (request instanceof ChangeRequest.Cancel cancel) {
      checkCancel(history, cancel.change());
    }
  }

  private static Member checkMember(MembershipHistory history, NodeId node)
      throws ChangeRefusedException {
    Member member = history.member(node);
    if (member == null) {
      throw new ChangeRefusedException(
          history.standing(node) == null
              ? "there is no member " + node + "; members are " + names(history)
              : HistoryKeeper.whyNoMember(history, node));
    }
    return member;
  }

  private static Member checkPlaced(MembershipHistory history, NodeId node)
      throws ChangeRefusedException {
    Member member = checkMember(history, node);
    if (history.standing(node) == Standing.LEAVING) {
      throw new ChangeRefusedException(node + " is leaving already");
    }
    return member;
  }

  private static void checkNotLast(MembershipHistory history, NodeId node, String what)
      throws ChangeRefusedException {
    for (Member member : history.members()) {
      if (!member.id().equals(node) && history.standing(member.id()) == Standing.MEMBER) {
        return;
      }
    }
    throw new ChangeRefusedException(
        node + " cannot " + what + ": no other member would keep what it keeps");
  }

  private void checkDead(NodeId node, String what) throws ChangeRefusedException {
    if (node.equals(self) || detector.isUp(node)) {
      throw new ChangeRefusedException(
          node
              + " is up and must not be "
              + what
              + ": what it alone has would be given up; let it leave instead, or stop it first");
    }
  }

  private static void checkNew(MembershipHistory history, Member member)
      throws ChangeRefusedException {
    Standing standing = history.standing(member.id());
    if (standing == Standing.REMOVED) {
      throw new ChangeRefusedException(HistoryKeeper.whyNoMember(history, member.id()));
    } else if (standing != null && standing.isMember()) {
      throw new ChangeRefusedException(member.id() + " is a member already");
    }
    for (Member other : history.members()) {
      if (other.host().equals(member.host()) && other.peerPort() == member.peerPort()) {
        throw new ChangeRefusedException(
            "the address of "
                + member
                + " is that of member "
                + other.id()
                + ": each node needs its own");
      }
    }
  }

  private static void checkWeight(Member member, int weight) throws ChangeRefusedException {
    if (weight < 1 || weight > Member.MAX_WEIGHT) {
      throw new ChangeRefusedException(
          "the weight of " + member.id() + " must be 1.." + Member.MAX_WEIGHT + ", was " + weight);
    } else if (weight == member.weight()) {
      throw new ChangeRefusedException(member.id() + " has weight " + weight + " already");
    }
  }

  private static void checkZone(Member member, String zone) throws ChangeRefusedException {
    if (zone.length() > 64) {
      throw new ChangeRefusedException(
          "the zone of " + member.id() + " must be at most 64 characters, was " + zone.length());
    } else if (zone.equals(member.zone())) {
      throw new ChangeRefusedException(
          member.id() + (zone.isEmpty() ? " has no zone" : " is in zone " + zone) + " already");
    }
  }

  private void checkCancel(MembershipHistory history, EventId id) throws ChangeRefusedException {
    MembershipEvent.Change change = null;
    for (MembershipEvent.Change one : history.changes()) {
      if (one.id().equals(id)) {
        change = one;
      }
    }
    if (change == null) {
      throw new ChangeRefusedException(
          "there is no change "
              + id
              + " that could be taken back: it is done, taken back already, or never was");
    }
    if (change instanceof MembershipEvent.Remove || change instanceof MembershipEvent.Replace) {
      throw new ChangeRefusedException(
          change.subject()
              + " was given up, and what it alone had with it: that cannot be taken back");
    }
    if (isDone(history, id)) {
      throw new ChangeRefusedException(
          "change " + id + " of " + change.subject() + " is done: make the opposite change");
    }
  }

  /**
   * Whether all that the change moved had come to rest at some time since. Such a change may be in
   * somebody's checkpoint, where no cancel reaches it: all must judge it alike. Partitions begin to
   * move by changes alone, so they came to rest, if ever, just before the next one, or now.
   */
  private boolean isDone(MembershipHistory history, EventId id) {
    List<MembershipEvent> until = new ArrayList<>();
    boolean seen = false;
    for (MembershipEvent event : history.events()) {
      boolean moves =
          event instanceof MembershipEvent.Change || event instanceof MembershipEvent.Cancel;
      if (seen && moves && isAtRest(history, until)) {
        return true;
      }
      until.add(event);
      seen |= id.equals(event.id());
    }
    return isAtRest(history, until);
  }

  private boolean isAtRest(MembershipHistory history, List<MembershipEvent> events) {
    MembershipHistory then;
    if (history.checkpoint() == null) {
      List<MembershipEvent> all = new ArrayList<>(events);
      all.add(0, history.create());
      then = new MembershipHistory(history.clusterId(), all);
    } else {
      then =
          new MembershipHistory(
              history.clusterId(), history.create(), history.checkpoint(), events);
    }
    return partitioning.place(then).moving().isEmpty();
  }

  /** What an administrator should think of before this change is committed. */
  List<String> warnings(MembershipHistory history, List<Candidate> waiting, ChangeRequest request) {
    List<String> warnings = new ArrayList<>();
    Member admitted = admitted(request);
    if (admitted != null
        && waiting.stream().noneMatch(candidate -> candidate.member().equals(admitted))) {
      warnings.add(
          admitted
              + " has not asked this node to be admitted in the last seconds: nothing moves to it"
              + " before it runs");
    }
    if (request instanceof ChangeRequest.Leave leave
        && !leave.node().equals(self)
        && !detector.isUp(leave.node())) {
      warnings.add(
          leave.node()
              + " does not answer: it cannot leave before it does; if it is dead, remove it");
    }
    return warnings;
  }

  private static String names(MembershipHistory history) {
    return history.members().stream()
        .map(member -> member.id().value())
        .collect(Collectors.joining(", "));
  }
}
