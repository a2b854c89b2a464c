package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask what of a node (rule M1): members everything; others what is needed to become one, or
 * to learn that they are none any more. Pure.
 */
final class Admittance {
  private Admittance() {}

  /**
   * Why this is not done for that node, or null.
   *
   * @param sameCluster whether the node knows which cluster this is: then it may well be a member
   *     of whom this node has not heard yet
   */
  static @Nullable Refusal judge(
      MembershipHistory history, NodeId from, boolean sameCluster, PeerRequest request) {
    Standing standing = history.standing(from);
    if ((standing != null && standing.isMember()) || isForAll(request)) {
      return null;
    }
    if (standing == Standing.REMOVED) {
      return new Refusal(Refusal.Reason.REMOVED, from + " was removed from " + name(history));
    }
    if (standing == Standing.GONE) {
      return new Refusal(Refusal.Reason.REMOVED, from + " has left " + name(history));
    }
    return sameCluster && request instanceof PeerRequest.AnnounceStart
        ? null
        : new Refusal(
            Refusal.Reason.NOT_READY, from + " is no member of " + name(history) + " yet");
  }

  /** What the membership itself judges. */
  private static boolean isForAll(PeerRequest request) {
    return request instanceof PeerRequest.Ping
        || request instanceof PeerRequest.AskHistory
        || request instanceof PeerRequest.AskToJoin
        || request instanceof PeerRequest.Gossip;
  }

  private static String name(MembershipHistory history) {
    return "cluster " + history.settings().name();
  }
}
