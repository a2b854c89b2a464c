package io.dynamo.server.peer;

import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Who this node is to its peers, and whom it lets in. Called on every event loop, often: answers
 * come from immutable snapshots.
 */
public interface PeerIdentity {
  /** This node's hello as it is now. */
  Hello hello();

  /**
   * Whether this peer is welcome; asked for both ends of a connection, beyond what {@link
   * PeerAdmission} compares itself.
   *
   * @return why not, or null
   */
  @Nullable Refused judge(Hello peer);

  /**
   * Whether this peer may ask that: who belongs to the cluster may change while a connection is
   * open, so it is asked for each request.
   *
   * @param from how the peer introduced itself when it connected
   * @return why not, or null
   */
  @Nullable Refusal judge(Hello from, PeerRequest request);
}
