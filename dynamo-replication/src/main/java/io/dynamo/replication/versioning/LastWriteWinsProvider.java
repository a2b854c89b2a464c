package io.dynamo.replication.versioning;

import io.dynamo.api.Settings;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.ConflictResolverProvider;

/** Offers {@link LastWriteWins} as {@code last-write-wins}; it has no settings. */
public final class LastWriteWinsProvider implements ConflictResolverProvider {
  /** The value of {@code dynamo.resolver.name}. */
  public static final String NAME = "last-write-wins";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ConflictResolver create(Settings settings) {
    return new LastWriteWins();
  }
}
