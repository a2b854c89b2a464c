package io.dynamo.membership;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.OriginSummary;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One push-pull with one node, until both have the same events (Dynamo §4.8.1): digests first; if
 * they differ, what each has by origin; then what either lacks, in messages of at most {@link
 * PeerRequest.Gossip#MAX_BYTES}. One request at a time. The other side keeps no state of it.
 *
 * <p>If nothing moves any more and the digests still differ, the other's whole history is asked
 * for: then one of the two lacks what the other has folded, or has what may not be any more.
 */
final class GossipExchange {
  /** How long to wait for one answer. */
  static final long TIMEOUT_NANOS = 1_000_000_000L;

  /** More than the longest history needs; the next round goes on from there. */
  private static final int MOST_REQUESTS = 10_000;

  private final NodeId with;
  private final MembershipPorts ports;
  private final HistoryKeeper keeper;
  private final PeerKnowledge peers;
  private final Runnable ended;
  private final List<Runnable> then = new ArrayList<>();
  private final ArrayDeque<List<MembershipEvent>> parts = new ArrayDeque<>();
  private HashSum oursBefore = HashSum.ZERO;
  private HashSum theirsBefore = HashSum.ZERO;
  private int requests;
  private boolean told;
  private boolean over;

  GossipExchange(
      NodeId with,
      MembershipPorts ports,
      HistoryKeeper keeper,
      PeerKnowledge peers,
      Runnable ended) {
    this.with = with;
    this.ports = ports;
    this.keeper = keeper;
    this.peers = peers;
    this.ended = ended;
  }

  /** Runs this when it has ended, however it ends. */
  void andThen(Runnable task) {
    then.add(task);
  }

  /** Begins by comparing digests, and so does every further turn of it. */
  void start() {
    start(List.of());
  }

  private void start(List<MembershipEvent> toldFirst) {
    oursBefore = keeper.history().digest();
    send(List.of(), toldFirst, this::onDigest);
  }

  private void onDigest(PeerReply.Gossiped reply) {
    if (isEqual(reply)) {
      endAgreed();
      return;
    }
    theirsBefore = reply.digest();
    parts.clear();
    parts.addAll(
        OriginEvents.parts(
            keeper.byOrigin().lackedBy(reply.known()), PeerRequest.Gossip.MAX_BYTES));
    sendParts();
  }

  /** The last part goes with what is known here, and so asks for what is lacked. */
  private void sendParts() {
    List<MembershipEvent> part = parts.isEmpty() ? List.of() : parts.remove();
    if (parts.isEmpty()) {
      send(known(), part, this::onEvents);
    } else {
      send(List.of(), part, reply -> sendParts());
    }
  }

  /** Never empty: that would compare digests only. */
  private List<OriginSummary> known() {
    List<OriginSummary> known = keeper.byOrigin().summaries();
    return known.isEmpty() ? List.of(new OriginSummary(ports.self(), 0, HashSum.ZERO)) : known;
  }

  private void onEvents(PeerReply.Gossiped reply) {
    keeper.take(reply.events());
    if (isEqual(reply)) {
      endAgreed();
    } else if (!oursBefore.equals(keeper.history().digest())
        || !theirsBefore.equals(reply.digest())) {
      start();
    } else {
      askWhole(this::end);
    }
  }

  private boolean isEqual(PeerReply.Gossiped reply) {
    return reply.digest().equals(keeper.history().digest());
  }

  private void send(
      List<OriginSummary> known, List<MembershipEvent> events, GossipedHandler handler) {
    if (++requests > MOST_REQUESTS) {
      end();
      return;
    }
    PeerRequest.Gossip gossip =
        new PeerRequest.Gossip(
            ports.self(), keeper.history().digest(), ports.software(), known, events);
    send(
        gossip,
        reply -> {
          if (reply instanceof PeerReply.Gossiped gossiped) {
            peers.hear(with, gossiped.digest(), gossiped.software());
            handler.onGossiped(gossiped);
          } else {
            onOther(reply);
          }
        });
  }

  private void onOther(PeerReply reply) {
    if (reply instanceof Refusal refusal && refusal.reason() == Refusal.Reason.REMOVED) {
      askWhether();
      return;
    }
    if (reply instanceof Refusal refusal && refusal.reason() == Refusal.Reason.NOT_UNDERSTOOD) {
      peers.hearThatOld(with);
    }
    end();
  }

  /**
   * The other says that this node is no member any more. It may only not have heard yet that this
   * one was admitted again: what counts is what both know, and then it is told so.
   */
  private void askWhether() {
    if (told) {
      end();
      return;
    }
    told = true;
    askWhole(
        () -> {
          MembershipEvent admission = keeper.ownAdmission();
          if (!keeper.isMember() || admission == null) {
            endAgreed();
          } else {
            start(List.of(admission));
          }
        });
  }

  private void askWhole(Runnable next) {
    MembershipHistory history = keeper.history();
    send(
        new PeerRequest.AskHistory(ports.self(), history.settings(), history.create().members()),
        reply -> {
          if (reply instanceof PeerReply.History answer
              && answer.history() != null
              && answer.history().clusterId().equals(history.clusterId())) {
            keeper.adopt(answer.history());
            next.run();
          } else {
            end();
          }
        });
  }

  private void send(PeerRequest request, HandleReply handler) {
    ports
        .transport()
        .send(
            with,
            request,
            TIMEOUT_NANOS,
            new Transport.ReplyHandler() {
              @Override
              public void onReply(PeerReply reply) {
                if (!over) {
                  handleOrEnd(reply, handler);
                }
              }

              @Override
              public void onFailure(Transport.Failure failure) {
                end();
              }
            });
  }

  private void handleOrEnd(PeerReply reply, HandleReply handler) {
    try {
      handler.onReply(reply);
    } catch (StorageException e) {
      ports.events().membershipProgress("the history cannot be kept: " + e.getMessage());
      end();
    }
  }

  private void endAgreed() {
    keeper.onAgreed(with);
    end();
  }

  /** Ends it now, done or not. */
  void end() {
    if (over) {
      return;
    }
    over = true;
    ended.run();
    then.forEach(Runnable::run);
  }

  private interface HandleReply {
    void onReply(PeerReply reply);
  }

  private interface GossipedHandler {
    void onGossiped(PeerReply.Gossiped reply);
  }
}
