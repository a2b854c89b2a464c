package io.dynamo.replication.store;

import io.dynamo.api.ByteWriter;
import io.dynamo.api.ClusterId;
import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash of one record in its leaf of the hash tree (Dynamo §4.7): what two replicas must agree
 * on, and nothing else. The first 128 bits of a SHA-256 over
 *
 * <pre>
 * "dynamo-leaf-1", cluster id(16), key
 * vector: count, {node, incarnation(8), epoch, counter}...
 * versions: count, {node, incarnation(8), epoch, counter, flags(1), checksum(4), twins}...
 * </pre>
 *
 * with numbers without a width as varints, texts and keys after their length, vector and versions
 * in their order. Flags are 1 for a tombstone, 2 if there are twins, which then follow as the
 * vector does. Local header, replaced puts, time stamps and identities are left out. A key under
 * which nothing is stored has the hash 0.
 *
 * <p>Not thread-safe.
 */
final class LeafHash {
  private static final byte[] DOMAIN = "dynamo-leaf-1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] clusterId;
  private final MessageDigest sha256;

  LeafHash(ClusterId clusterId) {
    this.clusterId = clusterId.toBytes();
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  HashSum of(Key key, Siblings siblings) {
    if (siblings.isNone()) {
      return HashSum.ZERO;
    }
    ByteWriter out = new ByteWriter(128 + key.size());
    out.raw(DOMAIN);
    out.raw(clusterId);
    out.bytes(key.bytes());
    out.varint(siblings.vector().entries().size());
    for (Dot dot : siblings.vector().entries()) {
      write(dot, out);
    }
    out.varint(siblings.versions().size());
    for (Version version : siblings.versions()) {
      write(version.dot(), out);
      out.byte8((version.tombstone() ? 1 : 0) | (version.twins().isEmpty() ? 0 : 2));
      out.int32(version.checksum());
      if (!version.twins().isEmpty()) {
        out.varint(version.twins().size());
        version.twins().forEach(twin -> write(twin, out));
      }
    }
    return HashSum.fromBytes(sha256.digest(out.toBytes()));
  }

  private static void write(Dot dot, ByteWriter out) {
    Actor actor = dot.actor();
    out.text(actor.node().value());
    out.long64(actor.incarnation());
    out.varint(actor.epoch());
    out.varint(dot.counter());
  }
}
