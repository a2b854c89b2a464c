package io.dynamo.api.partitioning;

import io.dynamo.api.Settings;

/**
 * Makes placement strategies of one kind. Found by {@link java.util.ServiceLoader} and chosen by
 * name: {@code dynamo.cluster.partitioning}.
 */
public interface PartitioningProvider {
  /** The value of {@code dynamo.cluster.partitioning} that chooses this one. */
  String name();

  /**
   * A strategy with these settings.
   *
   * @param settings the section {@code dynamo.partitioning.<name>}
   * @throws IllegalArgumentException if a setting is bad; the message names it
   */
  Partitioning create(Settings settings);
}
