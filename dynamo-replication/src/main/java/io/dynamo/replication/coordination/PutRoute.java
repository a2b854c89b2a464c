package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of one put from the node that took it to an owner that coordinates it (Dynamo §4.5; rule
 * V3): itself if it is one, else an owner, to which it is forwarded once. After a clear refusal, or
 * when the put could not even be sent, the next owner is tried; after silence it is not, for the
 * put may have happened.
 */
final class PutRoute {
  /** What this machine wants done. */
  interface Effects {
    /** Coordinate the put on this node. */
    void coordinate();

    /** Have this owner coordinate the put. */
    void forward(NodeId owner);

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

  /**
   * A put that has not begun.
   *
   * @param owners the first N of the preference list
   * @param needed W
   */
  PutRoute(
      NodeId self, List<NodeId> owners, int needed, FailureDetector detector, Effects effects) {
    this.self = self;
    this.candidates = inOrderOfTrial(self, owners, detector);
    this.needed = needed;
    this.effects = effects;
  }

  /** Itself first, then who is up, then the others: a detector may be wrong. */
  private static List<NodeId> inOrderOfTrial(
      NodeId self, List<NodeId> owners, FailureDetector detector) {
    List<NodeId> order = new ArrayList<>(owners.size());
    List<NodeId> down = new ArrayList<>();
    for (NodeId owner : owners) {
      if (owner.equals(self)) {
        order.add(0, owner);
      } else {
        (detector.isUp(owner) ? order : down).add(owner);
      }
    }
    order.addAll(down);
    return order;
  }

  void start() {
    tryNext();
  }

  /** The owner that was tried has ended the put, one way or the other. */
  void onOutcome(PutOutcome outcome) {
    if (outcome instanceof PutOutcome.Refused no) {
      onRefused(no.reason(), no.detail());
    } else {
      effects.answer(outcome);
    }
  }

  /** The owner that was tried did not take the put at all. */
  void onRefused(Refusal.Reason reason, String detail) {
    refused = true;
    lastReason = reason;
    refusals.add(detail);
    tryNext();
  }

  /** There is no answer from the owner that was tried. */
  void onFailure(NodeId owner, Transport.Failure failure) {
    if (failure == Transport.Failure.NOT_SENT) {
      refusals.add(owner + ": could not be reached");
      tryNext();
    } else {
      effects.answer(
          new PutOutcome.Unknown(needed, List.of(), owner + " coordinated it and gave no answer"));
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
