package io.dynamo.server.frontend;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.SiblingsFormat;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Contexts with a checksum in place of a signature. */
public final class PlainTokens implements ContextTokens {
  @Override
  public byte[] encode(
      Position position, VersionVector vector, List<Dot> liveDots, @Nullable NodeId fastest) {
    ByteWriter out = new ByteWriter(64);
    out.raw(position.toBytes());
    SiblingsFormat.writeVector(vector, out);
    out.int32(Version.checksum(out.toBytes()));
    return out.toBytes();
  }

  @Override
  public VersionVector decode(Position position, byte[] token) throws RejectedContextException {
    if (token.length < 24) {
      throw new RejectedContextException(Failure.CONTEXT_DAMAGED, "it is too short");
    }
    byte[] signed = Arrays.copyOf(token, token.length - 4);
    if (new ByteReader(token, signed.length, token.length).int32() != Version.checksum(signed)) {
      throw new RejectedContextException(Failure.CONTEXT_FORGED, "its checksum is wrong");
    }
    if (!Position.fromBytes(Arrays.copyOf(token, 16)).equals(position)) {
      throw new RejectedContextException(Failure.CONTEXT_OTHER_KEY, "it is of another key");
    }
    return SiblingsFormat.read(new ByteReader(token, 16, signed.length)).vector();
  }
}
