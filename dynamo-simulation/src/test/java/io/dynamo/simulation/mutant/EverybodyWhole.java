package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.TreeRoot;
import io.dynamo.simulation.node.Wrapping;
import java.util.ArrayList;
import java.util.List;

/** Whoever is compared with is taken to be whole (rule Q2 asks). */
final class EverybodyWhole implements Wrapping {
  @Override
  public Transport transport(NodeId node, Transport transport) {
    return (to, request, timeoutNanos, handler) ->
        transport.send(
            to, request, timeoutNanos, new ChangedReplies(handler, EverybodyWhole::whole));
  }

  private static PeerReply whole(PeerReply reply) {
    if (!(reply instanceof PeerReply.Roots roots)) {
      return reply;
    }
    List<TreeRoot> whole = new ArrayList<>();
    for (TreeRoot root : roots.roots()) {
      whole.add(new TreeRoot(root.partition(), root.sum(), true, root.generation(), root.losses()));
    }
    return new PeerReply.Roots(whole);
  }
}
