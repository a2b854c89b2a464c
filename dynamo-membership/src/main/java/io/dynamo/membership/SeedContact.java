package io.dynamo.membership;

import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerRequest;

/**
 * Asks nodes of which only the address is known (rule M1): what {@link Transport} is for a node
 * that has no history yet.
 */
@FunctionalInterface
public interface SeedContact {
  /**
   * Sends the request. Exactly one of the handler's methods is called, once, later, on the caller's
   * loop.
   *
   * @param hostAndPort a peer address, an IPv6 address in brackets
   * @param timeoutNanos how long to wait for the reply, at least 1; connecting is a part of it
   */
  void ask(
      String hostAndPort, PeerRequest request, long timeoutNanos, Transport.ReplyHandler handler);
}
