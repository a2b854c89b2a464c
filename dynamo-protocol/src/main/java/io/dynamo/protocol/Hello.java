package io.dynamo.protocol;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is at one end of a connection: the first frame each way.
 *
 * @param version of the protocol
 * @param cluster null while its sender belongs to no cluster, and from clients
 * @param node null from clients
 * @param nonce random for each start of the node; 0 from clients
 * @param keyIds of the cluster secrets that its sender has, the signing one first (rule V8)
 */
public record Hello(
    int version,
    Role role,
    @Nullable ClusterId cluster,
    @Nullable NodeId node,
    long nonce,
    List<String> keyIds) {
  /** The version that this code speaks. */
  public static final int VERSION = 1;

  public Hello {
    keyIds = List.copyOf(keyIds);
    if ((role == Role.PEER) != (node != null)) {
      throw new IllegalArgumentException("a peer has a node id, a client none, was " + node);
    }
  }

  /** A client's. */
  public static Hello client() {
    return new Hello(VERSION, Role.CLIENT, null, null, 0, List.of());
  }

  /** A node's. */
  public static Hello peer(
      @Nullable ClusterId cluster, NodeId node, long nonce, List<String> keyIds) {
    return new Hello(VERSION, Role.PEER, cluster, node, nonce, keyIds);
  }

  /** What the sender is. */
  public enum Role {
    PEER,
    CLIENT
  }
}
