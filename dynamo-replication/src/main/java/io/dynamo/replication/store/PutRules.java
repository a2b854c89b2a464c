package io.dynamo.replication.store;

import io.dynamo.api.versioning.Replaced;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a put from making a version: it was already done (rule V10), or the key is full (V11).
 */
final class PutRules {
  private PutRules() {}

  /** Whether the state has, or remembers, a put of this identity. */
  static boolean isRetry(@Nullable RequestIdentity identity, Siblings known) {
    if (identity == null) {
      return false;
    }
    for (Version version : known.versions()) {
      if (identity.equals(version.identity())) {
        return true;
      }
    }
    for (Replaced replaced : known.replaced()) {
      if (identity.equals(replaced.identity())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the state is at its bound of versions or bytes and a put with this context would add to
   * what it is full of.
   */
  static boolean isOverBound(Siblings known, VersionVector context, int valueBytes) {
    int versions = 1;
    long bytes = valueBytes;
    for (Version version : known.versions()) {
      if (!context.covers(version.dot())) {
        versions++;
        bytes += version.value().length;
      }
    }
    int versionsNow = known.versions().size();
    long bytesNow = known.valueBytes();
    return (versionsNow >= Siblings.MAX_VERSIONS && versions > versionsNow)
        || (bytesNow >= Siblings.MAX_VALUE_BYTES && bytes > bytesNow);
  }
}
