package io.dynamo.server.peer;

import io.dynamo.api.ClusterId;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the hellos of the two ends of a peer connection; each end does. */
final class PeerAdmission {
  private PeerAdmission() {}

  /** Why the other may not be talked to, or null. */
  static @Nullable Refused judge(PeerIdentity identity, Hello other) {
    Hello self = identity.hello();
    if (other.version() != Hello.VERSION) {
      return new Refused(
          Refused.Reason.VERSION,
          "protocol version " + other.version() + ", this node speaks version " + Hello.VERSION);
    }
    if (other.role() != Hello.Role.PEER) {
      return new Refused(
          Refused.Reason.ROLE, "this is the peers' port, clients have one of their own");
    }
    if (!mayMeet(self.cluster(), other.cluster())) {
      return new Refused(
          Refused.Reason.CLUSTER,
          other.node()
              + " belongs to cluster "
              + other.cluster()
              + ", "
              + self.node()
              + " to "
              + self.cluster());
    }
    Refused keys = keys(self.keyIds(), other.keyIds());
    return keys != null ? keys : identity.judge(other);
  }

  /** A node without a cluster meets everybody: it has yet to ask which one it belongs to. */
  static boolean mayMeet(@Nullable ClusterId one, @Nullable ClusterId other) {
    return one == null || other == null || one.equals(other);
  }

  /**
   * Each end must be able to verify what the other signs (rule V8): its first key. Ends without any
   * secret go together.
   */
  private static @Nullable Refused keys(List<String> self, List<String> other) {
    boolean alike = self.isEmpty() == other.isEmpty();
    boolean verified =
        alike && (self.isEmpty() || (self.contains(other.get(0)) && other.contains(self.get(0))));
    return verified
        ? null
        : new Refused(
            Refused.Reason.KEYS,
            "cluster secrets " + other + ", this node has " + self + "; the first signs");
  }
}
