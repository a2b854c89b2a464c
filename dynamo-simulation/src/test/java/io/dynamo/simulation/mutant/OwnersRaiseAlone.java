package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.simulation.node.Wrapping;
import java.util.TreeMap;
import java.util.TreeSet;

/** Only owners raise the generation; whoever keeps a hint is not asked (rule D3 forbids it). */
final class OwnersRaiseAlone implements Wrapping {
  /** By partition: a round asks all owners for proofs before anybody raises. */
  private final TreeMap<Integer, TreeSet<NodeId>> owners = new TreeMap<>();

  @Override
  public Transport transport(NodeId node, Transport transport) {
    return (to, request, timeoutNanos, handler) -> {
      if (request instanceof PeerRequest.Prove prove) {
        owners.computeIfAbsent(prove.partition(), created -> new TreeSet<>()).add(to);
      }
      if (request instanceof PeerRequest.Raise raise
          && !owners.getOrDefault(raise.partition(), new TreeSet<>()).contains(to)) {
        handler.onReply(new PeerReply.Raised(raise.generation(), true, 0));
      } else {
        transport.send(to, request, timeoutNanos, handler);
      }
    };
  }
}
