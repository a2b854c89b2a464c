package io.dynamo.replication.store;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.KeyState;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.simulation.node.Wrapping;
import java.util.ArrayList;
import java.util.List;

/**
 * States lose on their way to other replicas the entries that name no version, as if that needed no
 * proof (rule V7 forbids it): whoever gets one does not know what the versions replaced.
 */
public final class CompactedRepair implements Wrapping {
  @Override
  public Transport transport(NodeId node, Transport transport) {
    return (to, request, timeoutNanos, handler) ->
        transport.send(to, compacted(request), timeoutNanos, compacting(handler));
  }

  private static PeerRequest compacted(PeerRequest request) {
    return request instanceof PeerRequest.Merge merge
        ? new PeerRequest.Merge(merge.key(), compacted(merge.state()), merge.stamp())
        : request;
  }

  private static Siblings compacted(Siblings state) {
    return Compaction.without(state, Compaction.idle(state));
  }

  private static Transport.ReplyHandler compacting(Transport.ReplyHandler handler) {
    return new Transport.ReplyHandler() {
      @Override
      public void onReply(PeerReply reply) {
        handler.onReply(reply instanceof PeerReply.Fetched fetched ? compacted(fetched) : reply);
      }

      @Override
      public void onFailure(Transport.Failure failure) {
        handler.onFailure(failure);
      }
    };
  }

  private static PeerReply compacted(PeerReply.Fetched fetched) {
    List<KeyState> states = new ArrayList<>();
    for (KeyState one : fetched.states()) {
      states.add(new KeyState(one.key(), compacted(one.state())));
    }
    return new PeerReply.Fetched(states, fetched.generation());
  }
}
