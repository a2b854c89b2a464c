package io.dynamo.simulation.trace;

import io.dynamo.api.Key;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;

/**
 * Messages as numbers, of their kind and of the states that they carry. Uses no hash code but that
 * of texts, which alone is the same on every JVM.
 */
final class ContentDigest {
  private ContentDigest() {}

  static long fold(long digest, long value) {
    return Long.rotateLeft(digest ^ value, 23) * 0x9e3779b97f4a7c15L;
  }

  static long of(PeerRequest request) {
    long digest = request.getClass().getSimpleName().hashCode();
    if (request instanceof PeerRequest.Read read) {
      return fold(digest, of(read.key()));
    } else if (request instanceof PeerRequest.Merge merge) {
      return fold(fold(digest, of(merge.key())), of(merge.state()));
    } else if (request instanceof PeerRequest.KeepHint hint) {
      return fold(fold(digest, of(hint.key())), of(hint.state()));
    } else if (request instanceof PeerRequest.CoordinatePut put) {
      return fold(fold(digest, of(put.command().key())), Version.checksum(put.command().value()));
    }
    return digest;
  }

  static long of(PeerReply reply) {
    long digest = reply.getClass().getSimpleName().hashCode();
    return reply instanceof PeerReply.State state
        ? fold(fold(digest, of(state.state())), state.whole() ? 1 : 0)
        : digest;
  }

  private static long of(Key key) {
    return key.toString().hashCode();
  }

  private static long of(Siblings state) {
    long digest = 1;
    for (Dot dot : state.vector().entries()) {
      digest = fold(digest, of(dot));
    }
    for (Version version : state.versions()) {
      digest = fold(digest, of(version.dot()));
      digest = fold(digest, version.timestamp());
      digest = fold(digest, version.checksum());
    }
    return digest;
  }

  private static long of(Dot dot) {
    long digest = dot.actor().node().value().hashCode();
    digest = fold(digest, dot.actor().incarnation());
    digest = fold(digest, dot.actor().epoch());
    return fold(digest, dot.counter());
  }
}
