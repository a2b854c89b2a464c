package io.dynamo.membership;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.Software;
import java.util.TreeMap;

/** What other nodes have told of themselves by gossip, in this start. */
final class PeerKnowledge {
  private final TreeMap<NodeId, Heard> heard = new TreeMap<>();

  private record Heard(HashSum digest, Software software) {}

  /** This node said so itself. */
  void hear(NodeId node, HashSum digest, Software software) {
    heard.put(node, new Heard(digest, software));
  }

  /** This node does not know gossip. */
  void hearThatOld(NodeId node) {
    heard.put(node, new Heard(HashSum.ZERO, Software.UNKNOWN));
  }

  Software software(NodeId node) {
    Heard last = heard.get(node);
    return last == null ? Software.UNKNOWN : last.software();
  }

  boolean isHeard(NodeId node) {
    return heard.containsKey(node);
  }

  /**
   * Whether every other member has itself told, at some time, that it has exactly these events: it
   * has them ever since, because histories only grow.
   */
  boolean allHave(MembershipHistory history, NodeId self) {
    for (Member member : history.members()) {
      Heard last = heard.get(member.id());
      if (!member.id().equals(self) && (last == null || !last.digest().equals(history.digest()))) {
        return false;
      }
    }
    return true;
  }
}
