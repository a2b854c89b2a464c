package io.dynamo.replication.versioning;

import io.dynamo.api.Settings;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.api.versioning.VersioningProvider;

/** Offers {@link DottedVersionVectors} as {@code dotted-version-vectors}; it has no settings. */
public final class DottedVersionVectorsProvider implements VersioningProvider {
  /** The value of {@code dynamo.cluster.versioning}. */
  public static final String NAME = "dotted-version-vectors";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Versioning create(Settings settings) {
    return new DottedVersionVectors();
  }
}
