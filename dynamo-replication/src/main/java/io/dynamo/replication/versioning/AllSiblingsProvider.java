package io.dynamo.replication.versioning;

import io.dynamo.api.Settings;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.ConflictResolverProvider;

/** Offers {@link AllSiblings} as {@code siblings}; it has no settings. */
public final class AllSiblingsProvider implements ConflictResolverProvider {
  /** The value of {@code dynamo.resolver.name}. */
  public static final String NAME = "siblings";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ConflictResolver create(Settings settings) {
    return new AllSiblings();
  }
}
