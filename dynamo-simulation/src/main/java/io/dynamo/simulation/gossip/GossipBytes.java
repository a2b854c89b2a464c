package io.dynamo.simulation.gossip;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.request.OriginSummary;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Software;
import io.dynamo.testkit.network.NetworkWatcher;
import java.util.List;

/**
 * Counts the bytes of gossip as frames of the replica protocol have them, to within a few: this
 * module does not know the wire. Headers of TCP and IP are not in it, nor is the failure detector.
 */
final class GossipBytes implements NetworkWatcher {
  /** Of a frame: its length, its id, the kind of message and the length of that. */
  private static final int FRAME = 4 + 3 + 2 + 3;

  /** The tag of a field and its length, which takes two bytes from 128 on. */
  private static final int FIELD = 2;

  private static final int SUM = FIELD + 16;

  private long bytes;
  private long messages;

  long bytes() {
    return bytes;
  }

  long messages() {
    return messages;
  }

  @Override
  public void onRequest(NodeId from, NodeId to, PeerRequest request) {
    if (request instanceof PeerRequest.Gossip gossip) {
      count(
          text(gossip.from().value())
              + content(gossip.software(), gossip.known(), gossip.events()));
    }
  }

  @Override
  public void onReply(NodeId from, NodeId to, PeerRequest request, PeerReply reply) {
    if (reply instanceof PeerReply.Gossiped gossiped) {
      count(content(gossiped.software(), gossiped.known(), gossiped.events()));
    }
  }

  private void count(int content) {
    bytes += FRAME + content;
    messages++;
  }

  private static int content(
      Software software, List<OriginSummary> known, List<MembershipEvent> events) {
    int content = SUM + FIELD + text(software.version()) + 2;
    for (OriginSummary one : known) {
      content += FIELD + text(one.origin().value()) + 2 + SUM;
    }
    for (MembershipEvent event : events) {
      int length = EventFormat.encode(event).length;
      content += FIELD + (length < 128 ? 0 : 1) + length;
    }
    return content;
  }

  private static int text(String text) {
    return text.isEmpty() ? 0 : FIELD + text.length();
  }
}
