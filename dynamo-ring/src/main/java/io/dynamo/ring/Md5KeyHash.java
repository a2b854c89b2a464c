package io.dynamo.ring;

import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.Position;
import org.bouncycastle.crypto.digests.MD5Digest;

/**
 * MD5 of the key's bytes as its place (Dynamo §4.1). It spreads keys; it keeps no secret and proves
 * nothing. Every call has a digest of its own, so any number of threads may call at once.
 */
public final class Md5KeyHash implements KeyHash {
  @Override
  public Position position(Key key) {
    byte[] bytes = key.bytes();
    MD5Digest digest = new MD5Digest();
    digest.update(bytes, 0, bytes.length);
    byte[] position = new byte[Position.BYTES];
    digest.doFinal(position, 0);
    return Position.fromBytes(position);
  }
}
