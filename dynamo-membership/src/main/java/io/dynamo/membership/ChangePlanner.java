package io.dynamo.membership;

import io.dynamo.api.ByteWriter;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Software;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans changes (rule M5): whether one may be made at all, by which moves, and what comes of it. It
 * changes nothing.
 */
final class ChangePlanner {
  /** Stands for whoever commits, in the digest of a plan. */
  private static final EventId ANY = new EventId(1, new NodeId("plan"));

  private final MembershipPorts ports;
  private final PeerKnowledge peers;
  private final ChangeRules rules;

  ChangePlanner(MembershipPorts ports, PeerKnowledge peers) {
    this.ports = ports;
    this.peers = peers;
    this.rules = new ChangeRules(ports.self(), ports.detector(), ports.partitioning());
  }

  /**
   * The plan of this change on this history.
   *
   * @param waiting who asks to be admitted
   */
  PlannedChange plan(MembershipHistory history, List<Candidate> waiting, ChangeRequest request)
      throws ChangeRefusedException {
    if (!history.isUnderstood()) {
      throw new ChangeRefusedException(
          "the cluster has made a change that this node's version does not know: plan at a node of"
              + " the newer version, or upgrade this one");
    }
    rules.check(history, request);
    checkSoftware(history, waiting, request);
    EventId id = history.next(ports.self());
    List<Move> moves = moves(history, event(id, request, List.of()));
    MembershipEvent event = event(id, request, moves);
    Ring before = ports.partitioning().place(history);
    Ring after = ports.partitioning().place(history.with(List.of(event)));
    PlanOutcome outcome = new PlanOutcome(before, after, this::isUp);
    List<String> warnings = new ArrayList<>(outcome.warnings(givenUp(request)));
    warnings.addAll(rules.warnings(history, waiting, request));
    return new PlannedChange(
        digest(history, request, moves),
        request,
        history.digest(),
        moves,
        outcome.copies(),
        outcome.shares(),
        outcome.zones(),
        outcome.atRisk(givenUp(request)),
        warnings);
  }

  private boolean isUp(NodeId node) {
    return node.equals(ports.self()) || ports.detector().isUp(node);
  }

  private List<Move> moves(MembershipHistory history, MembershipEvent event)
      throws ChangeRefusedException {
    if (!(event instanceof MembershipEvent.Change change)) {
      return List.of();
    }
    try {
      return ports.partitioning().plan(history, change);
    } catch (IllegalStateException e) {
      throw new ChangeRefusedException("the placement cannot do this: " + e.getMessage());
    }
  }

  private static @Nullable NodeId givenUp(ChangeRequest request) {
    if (request instanceof ChangeRequest.Remove remove) {
      return remove.node();
    }
    return request instanceof ChangeRequest.Replace replace ? replace.dead() : null;
  }

  private void checkSoftware(
      MembershipHistory history, List<Candidate> waiting, ChangeRequest request)
      throws ChangeRefusedException {
    NodeId dead = givenUp(request);
    List<String> old =
        new ArrayList<>(tooOld(history, Software.LEVEL, dead == null ? List.of() : List.of(dead)));
    for (Candidate candidate : waiting) {
      boolean admitted = candidate.member().equals(ChangeRules.admitted(request));
      if (admitted && candidate.software().level() < Software.LEVEL) {
        old.add(text(candidate.member().id(), candidate.software()));
      }
    }
    if (!old.isEmpty()) {
      throw new ChangeRefusedException(
          "all nodes must run a version that knows changes of the membership; these do not, or have"
              + " not told yet: "
              + String.join(", ", old));
    }
  }

  /**
   * The members that do not understand, or may not understand, what came with this level of
   * software; for people. In a cluster that has changed before they all do, or they would have been
   * named then.
   *
   * @param level of what is to be understood
   * @param except who need not
   */
  List<String> tooOld(MembershipHistory history, int level, List<NodeId> except) {
    boolean neverChanged = history.events().isEmpty() && history.checkpoint() == null;
    List<String> old = new ArrayList<>();
    for (Member member : history.members()) {
      NodeId node = member.id();
      if (node.equals(ports.self()) || except.contains(node)) {
        continue;
      }
      boolean below = peers.isHeard(node) ? peers.software(node).level() < level : neverChanged;
      if (below) {
        old.add(peers.isHeard(node) ? text(node, peers.software(node)) : node + " (not heard of)");
      }
    }
    return old;
  }

  private static String text(NodeId node, Software software) {
    return node + (software.version().isEmpty() ? "" : " (" + software.version() + ")");
  }

  /** The event that makes this change. */
  static MembershipEvent event(EventId id, ChangeRequest request, List<Move> moves) {
    if (request instanceof ChangeRequest.Join join) {
      return new MembershipEvent.Join(id, join.member(), moves);
    } else if (request instanceof ChangeRequest.Leave leave) {
      return new MembershipEvent.Leave(id, leave.node(), moves);
    } else if (request instanceof ChangeRequest.Remove remove) {
      return new MembershipEvent.Remove(id, remove.node(), moves);
    } else if (request instanceof ChangeRequest.Replace replace) {
      return new MembershipEvent.Replace(id, replace.dead(), replace.by(), moves);
    } else if (request instanceof ChangeRequest.SetWeight weight) {
      return new MembershipEvent.Weight(id, weight.node(), weight.weight(), moves);
    } else if (request instanceof ChangeRequest.SetZone zone) {
      return new MembershipEvent.Zone(id, zone.node(), zone.zone(), moves);
    } else if (request instanceof ChangeRequest.Cancel cancel) {
      return new MembershipEvent.Cancel(id, cancel.change());
    }
    throw new IllegalArgumentException("no event for " + request);
  }

  /** The same at whichever node it is planned. */
  private static String digest(MembershipHistory history, ChangeRequest request, List<Move> moves) {
    ByteWriter writer = new ByteWriter(256);
    writer.raw(history.digest().toBytes());
    writer.bytes(EventFormat.encode(event(ANY, request, moves)));
    return EventFormat.hash(writer.toBytes()).toString();
  }
}
