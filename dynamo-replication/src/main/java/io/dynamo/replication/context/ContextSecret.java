package io.dynamo.replication.context;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A secret that the nodes of one cluster share and no client has (rule V8): at least {@value
 * #MIN_BYTES} bytes, the content of a file that {@code dynamo.cluster.secret} names. Immutable;
 * shown only by its key id.
 */
public final class ContextSecret {
  /** The shortest secret, in bytes. */
  public static final int MIN_BYTES = 32;

  private final byte[] key;
  private final int keyId;

  /**
   * A secret of a copy of these bytes.
   *
   * @throws IllegalArgumentException if there are fewer than {@value #MIN_BYTES}
   */
  public ContextSecret(byte[] key) {
    if (key.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "a secret has at least " + MIN_BYTES + " bytes, was " + key.length);
    }
    this.key = key.clone();
    this.keyId = ByteBuffer.wrap(sha256(key)).getInt();
  }

  /** The first 4 bytes of the SHA-256 of the secret: no secret, and compared in the handshake. */
  public int keyId() {
    return keyId;
  }

  /** The secret itself, shared: nobody may change it. */
  byte[] key() {
    return key;
  }

  @Override
  public String toString() {
    return "secret " + Integer.toHexString(keyId);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
