package io.dynamo.replication.versioning;

import io.dynamo.api.ByteWriter;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.SiblingsFormat;
import io.dynamo.api.versioning.VersionVector;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes the identity of a put from its request id, its context and what it writes (rule V10). */
public final class RequestIdentities {
  /** The longest request id, in bytes. */
  public static final int MAX_REQUEST_ID_BYTES = 64;

  private RequestIdentities() {}

  /**
   * The first 128 bits of a SHA-256 over all of these. Callable from any thread.
   *
   * @param requestId 1 to {@value #MAX_REQUEST_ID_BYTES} bytes
   * @throws IllegalArgumentException if the request id is empty or too long
   */
  public static RequestIdentity of(
      byte[] requestId, VersionVector context, boolean tombstone, byte[] value) {
    if (requestId.length < 1 || requestId.length > MAX_REQUEST_ID_BYTES) {
      throw new IllegalArgumentException(
          "request id must be 1.." + MAX_REQUEST_ID_BYTES + " bytes, was " + requestId.length);
    }
    ByteWriter head = new ByteWriter(256);
    head.bytes(requestId);
    SiblingsFormat.writeVector(context, head);
    head.byte8(tombstone ? 1 : 0);
    MessageDigest sha = sha256();
    sha.update(head.toBytes());
    ByteBuffer digest = ByteBuffer.wrap(sha.digest(value));
    return new RequestIdentity(digest.getLong(), digest.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
