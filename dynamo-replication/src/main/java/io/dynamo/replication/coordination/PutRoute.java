package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The way of one put from the node that took it to the one that coordinates it (Dynamo §4.5; rule
 * V3): itself if it is an owner, else an owner, to which it is forwarded once; a fallback if no
 * owner can take it. After a clear refusal, or when the put could not even be sent, the next one is
 * tried; after silence it is not, for the put may have happened.
 */
final class PutRoute {
  /** What this machine wants done. */
  interface Effects {
    /** Coordinate the put on this node. */
    void coordinate();

    /** Have this node coordinate the put. */
    void forward(NodeId node);

    void answer(PutOutcome outcome);
  }

  private final NodeId self;
  private final List<NodeId> candidates;
  private final int needed;
  private final Effects effects;
  private final List<String> refusals = new ArrayList<>();
  private Refusal.Reason lastReason = Refusal.Reason.NOT_READY;
  private boolean refused;
  private int next;

  /** A put that has not begun; {@code needed} is W. */
  PutRoute(NodeId self, Replicas replicas, int needed, FailureDetector detector, Effects effects) {
    this.self = self;
    this.candidates = inOrderOfTrial(self, replicas, detector);
    this.needed = needed;
    this.effects = effects;
  }

  /**
   * Itself if it is an owner, then owners that are up, then fallbacks that are up, then the others:
   * a detector may be wrong.
   */
  private static List<NodeId> inOrderOfTrial(
      NodeId self, Replicas replicas, FailureDetector detector) {
    List<NodeId> order = new ArrayList<>(replicas.size());
    List<NodeId> down = new ArrayList<>();
    List<NodeId> holders = new ArrayList<>(replicas.owners());
    // Those that stay owners first: the others may have sealed the partition.
    holders.sort(Comparator.comparing(owner -> leaves(owner, replicas)));
    holders.addAll(replicas.newcomers());
    for (NodeId owner : holders) {
      if (owner.equals(self)) {
        order.add(0, owner);
      } else {
        (detector.isUp(owner) ? order : down).add(owner);
      }
    }
    for (NodeId fallback : replicas.fallbacks()) {
      boolean up = fallback.equals(self) || detector.isUp(fallback);
      (up ? order : down).add(fallback);
    }
    order.addAll(down);
    return order;
  }

  private static boolean leaves(NodeId owner, Replicas replicas) {
    return !replicas.successors().isEmpty() && !replicas.isSuccessor(owner);
  }

  void start() {
    tryNext();
  }

  /** The node that was tried has ended the put, one way or the other. */
  void onOutcome(PutOutcome outcome) {
    if (outcome instanceof PutOutcome.Refused no) {
      onRefused(no.reason(), no.detail());
    } else if (outcome instanceof PutOutcome.Unavailable no && next < candidates.size()) {
      // Nothing was written: another node may reach more of the others than this one does.
      refusals.add(no.reason());
      tryNext();
    } else {
      effects.answer(outcome);
    }
  }

  /** The node that was tried did not take the put at all. */
  void onRefused(Refusal.Reason reason, String detail) {
    refused = true;
    lastReason = reason;
    refusals.add(detail);
    tryNext();
  }

  /** There is no answer from the node that was tried. */
  void onFailure(NodeId node, Transport.Failure failure) {
    if (failure == Transport.Failure.NOT_SENT) {
      refusals.add(node + ": could not be reached");
      tryNext();
    } else {
      effects.answer(
          new PutOutcome.Unknown(needed, List.of(), node + " coordinated it and gave no answer"));
    }
  }

  private void tryNext() {
    if (next == candidates.size()) {
      effects.answer(nothingWritten());
      return;
    }
    NodeId candidate = candidates.get(next++);
    if (candidate.equals(self)) {
      effects.coordinate();
    } else {
      effects.forward(candidate);
    }
  }

  private PutOutcome nothingWritten() {
    String detail = String.join("; ", refusals);
    return refused
        ? new PutOutcome.Refused(lastReason, detail)
        : new PutOutcome.Unavailable(needed, 0, detail);
  }
}
