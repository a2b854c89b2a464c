package io.dynamo.server.frontend;

import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.VersionVector;

/** What a put with a request id is known by (rule V10); the same on all nodes. Pure. */
@FunctionalInterface
public interface IdentityHash {
  RequestIdentity of(byte[] requestId, VersionVector context, boolean tombstone, byte[] value);
}
