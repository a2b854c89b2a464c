package io.dynamo.replication.context;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature under a context by one secret: the first {@value #BYTES} bytes of an HMAC-SHA256.
 * It holds an initialised {@link Mac}, so that a request looks up no algorithm; not thread-safe.
 */
final class ContextMac {
  /** The length of a signature. */
  static final int BYTES = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final int keyId;
  private final Mac mac;

  ContextMac(ContextSecret secret) {
    this.keyId = secret.keyId();
    try {
      this.mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  int keyId() {
    return keyId;
  }

  /** The signature of the first {@code length} bytes. */
  byte[] of(byte[] bytes, int length) {
    mac.update(bytes, 0, length);
    return Arrays.copyOf(mac.doFinal(), BYTES);
  }

  /** Whether the last bytes are the signature of those before; takes the same time either way. */
  boolean isOf(byte[] token) {
    int length = token.length - BYTES;
    return MessageDigest.isEqual(
        of(token, length), Arrays.copyOfRange(token, length, token.length));
  }
}
