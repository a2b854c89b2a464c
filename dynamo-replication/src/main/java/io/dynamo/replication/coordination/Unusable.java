package io.dynamo.replication.coordination;

import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.Refusal;

/** Why a reply, or its absence, cannot be used; for people. */
final class Unusable {
  private Unusable() {}

  static String reason(PeerReply reply) {
    return reply instanceof Refusal no
        ? no.reason() + ", " + no.detail()
        : "answered with a " + reply.getClass().getSimpleName();
  }

  static String reason(Transport.Failure failure) {
    return failure == Transport.Failure.NOT_SENT ? "not reachable" : "no reply";
  }
}
