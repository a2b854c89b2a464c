package io.dynamo.membership;

import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.request.OriginSummary;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.StorageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other side of a {@link GossipExchange}: answers from what it has, and keeps no state. */
final class GossipResponder {
  private final MembershipPorts ports;
  private final HistoryKeeper keeper;
  private final PeerKnowledge peers;

  GossipResponder(MembershipPorts ports, HistoryKeeper keeper, PeerKnowledge peers) {
    this.ports = ports;
    this.keeper = keeper;
    this.peers = peers;
  }

  /**
   * Takes what it is told, durably, and tells what the asker lacks. A node that is no member any
   * more is told so, and nothing is taken from it; one that was never heard of may be a member that
   * this node is yet to hear of.
   */
  PeerReply answer(PeerRequest.Gossip gossip) {
    Standing standing = standingWith(gossip);
    if (standing != null && !standing.isMember()) {
      return new Refusal(
          Refusal.Reason.REMOVED, HistoryKeeper.whyNoMember(keeper.history(), gossip.from()));
    }
    try {
      keeper.take(gossip.events());
    } catch (StorageException e) {
      return new Refusal(
          Refusal.Reason.STORAGE_FAILED, "the history cannot be kept: " + e.getMessage());
    }
    if (keeper.history().member(gossip.from()) != null) {
      peers.hear(gossip.from(), gossip.digest(), gossip.software());
    }
    if (gossip.digest().equals(keeper.history().digest())) {
      return answer(List.of(), List.of());
    }
    if (gossip.known().isEmpty()) {
      return answer(keeper.byOrigin().summaries(), List.of());
    }
    List<List<MembershipEvent>> parts =
        OriginEvents.parts(
            keeper.byOrigin().lackedBy(gossip.known()), PeerRequest.Gossip.MAX_BYTES);
    return answer(List.of(), parts.isEmpty() ? List.of() : parts.get(0));
  }

  /** What the asker is here, with what it tells: that may be that it was admitted again. */
  private @Nullable Standing standingWith(PeerRequest.Gossip gossip) {
    Standing known = keeper.history().standing(gossip.from());
    return known == null || known.isMember() || gossip.events().isEmpty()
        ? known
        : keeper.history().with(gossip.events()).standing(gossip.from());
  }

  private PeerReply answer(List<OriginSummary> known, List<MembershipEvent> events) {
    return new PeerReply.Gossiped(keeper.history().digest(), ports.software(), known, events);
  }
}
