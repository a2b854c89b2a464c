package io.dynamo.server.frontend;

import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.VersionVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes and reads the opaque contexts that clients hold (rule V8). */
public interface ContextTokens {
  /**
   * The token of what a client has seen.
   *
   * @param liveDots whose entries must not be left out (rule V11)
   * @param fastest the replica that answered first
   */
  byte[] encode(
      Position position, VersionVector vector, List<Dot> liveDots, @Nullable NodeId fastest);

  /** What the holder of this token has seen. */
  VersionVector decode(Position position, byte[] token) throws RejectedContextException;

  /** A token is damaged, forged, of another key or of another cluster. */
  final class RejectedContextException extends Exception {
    private static final long serialVersionUID = 1;

    private final Failure failure;

    public RejectedContextException(Failure failure, String message) {
      super(message);
      this.failure = failure;
    }

    /** One of the four that begin with CONTEXT. */
    public Failure failure() {
      return failure;
    }
  }
}
