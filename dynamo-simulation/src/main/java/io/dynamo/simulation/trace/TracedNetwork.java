package io.dynamo.simulation.trace;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.testkit.network.NetworkWatcher;

/** Puts messages into the trace, all but pings. */
public final class TracedNetwork implements NetworkWatcher {
  private static final int REQUEST = 1;
  private static final int REPLY = 2;
  private static final int FAILURE = 3;

  private final Trace trace;
  private final Counters counters;

  public TracedNetwork(Trace trace, Counters counters) {
    this.trace = trace;
    this.counters = counters;
  }

  @Override
  public void onRequest(NodeId from, NodeId to, PeerRequest request) {
    if (request instanceof PeerRequest.Ping) {
      return;
    }
    counters.add("message " + request.getClass().getSimpleName());
    trace.message(
        REQUEST,
        from,
        to,
        ContentDigest.of(request),
        () -> from + " -> " + to + "  " + MessageText.of(request));
  }

  @Override
  public void onReply(NodeId from, NodeId to, PeerRequest request, PeerReply reply) {
    if (request instanceof PeerRequest.Ping) {
      return;
    }
    countReaped(request, reply);
    if (reply instanceof PeerReply.Sealed || reply instanceof PeerReply.OtherView) {
      counters.add("answered " + reply.getClass().getSimpleName());
    }
    if (reply instanceof PeerReply.Fetched fetched) {
      fetched.states().forEach(state -> counters.add("key fetched"));
    }
    if (reply instanceof PeerReply.Merged merged && merged.sealed()) {
      counters.add("merged as by a future owner");
    }
    trace.message(
        REPLY,
        from,
        to,
        ContentDigest.of(reply),
        () ->
            to + " <- " + from + "  " + MessageText.of(reply) + " to " + MessageText.name(request));
  }

  /** Unless what was reaped beside them cannot be told from them. */
  private void countReaped(PeerRequest request, PeerReply reply) {
    if (request instanceof PeerRequest.Reap reap
        && reply instanceof PeerReply.Reaped reaped
        && reaped.records() > 0
        && reap.reapings().stream().allMatch(reaping -> reaping.retired().isEmpty())) {
      counters.add("tombstones reaped");
    }
  }

  @Override
  public void onFailure(NodeId from, NodeId to, PeerRequest request, Transport.Failure failure) {
    if (request instanceof PeerRequest.Ping) {
      return;
    }
    counters.add("message " + failure);
    trace.message(
        FAILURE,
        from,
        to,
        failure == Transport.Failure.NOT_SENT ? 0 : 1,
        () -> from + " -> " + to + "  " + failure + " of " + MessageText.of(request));
  }
}
