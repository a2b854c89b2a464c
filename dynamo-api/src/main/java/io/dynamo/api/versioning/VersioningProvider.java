package io.dynamo.api.versioning;

import io.dynamo.api.Settings;

/**
 * Makes versionings of one kind. Found by {@link java.util.ServiceLoader} and chosen by name:
 * {@code dynamo.cluster.versioning}.
 */
public interface VersioningProvider {
  /** The value of {@code dynamo.cluster.versioning} that chooses this one. */
  String name();

  /**
   * A versioning with these settings.
   *
   * @param settings the section {@code dynamo.versioning.<name>}
   * @throws IllegalArgumentException if a setting is bad; the message names it
   */
  Versioning create(Settings settings);
}
