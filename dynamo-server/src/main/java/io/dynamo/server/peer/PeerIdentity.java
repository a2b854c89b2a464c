package io.dynamo.server.peer;

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
   * PeerAdmission} compares itself: removed members, say.
   *
   * @return why not, or null
   */
  @Nullable Refused judge(Hello peer);
}
