package io.dynamo.api.versioning;

import io.dynamo.api.Settings;

/**
 * Makes resolvers of one kind. Found by {@link java.util.ServiceLoader} and chosen by name: {@code
 * dynamo.resolver.name}.
 */
public interface ConflictResolverProvider {
  /** The value of {@code dynamo.resolver.name} that chooses this one. */
  String name();

  /**
   * A resolver with these settings.
   *
   * @param settings the section {@code dynamo.resolver.<name>}
   * @throws IllegalArgumentException if a setting is bad; the message names it
   */
  ConflictResolver create(Settings settings);
}
