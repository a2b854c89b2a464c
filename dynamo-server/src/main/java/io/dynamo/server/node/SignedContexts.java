package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.context.BadContextException;
import io.dynamo.replication.context.ContextCodec;
import io.dynamo.server.frontend.ContextTokens;
import io.dynamo.server.frontend.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lends the front ends the contexts of replication (rule V8); of one loop, like its codec. */
final class SignedContexts implements ContextTokens {
  private final ContextCodec codec;

  SignedContexts(ContextCodec codec) {
    this.codec = codec;
  }

  @Override
  public byte[] encode(
      Position position, VersionVector vector, List<Dot> liveDots, @Nullable NodeId fastest) {
    return codec.encode(position, vector, liveDots, fastest);
  }

  @Override
  public VersionVector decode(Position position, byte[] token) throws RejectedContextException {
    try {
      return codec.decode(position, token).vector();
    } catch (BadContextException e) {
      String message = e.getMessage() == null ? "unusable" : e.getMessage();
      throw new RejectedContextException(failure(e.reason()), message);
    }
  }

  private static Failure failure(BadContextException.Reason reason) {
    return switch (reason) {
      case DAMAGED -> Failure.CONTEXT_DAMAGED;
      case FORGED -> Failure.CONTEXT_FORGED;
      case OTHER_KEY -> Failure.CONTEXT_OTHER_KEY;
      case OTHER_CLUSTER -> Failure.CONTEXT_OTHER_CLUSTER;
    };
  }
}
