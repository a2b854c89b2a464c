package io.dynamo.ring;

import io.dynamo.api.Settings;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.PartitioningProvider;

/** Offers {@link EvenTokens} as {@code even-tokens}. It has no settings. */
public final class EvenTokensProvider implements PartitioningProvider {
  /** The value of {@code dynamo.cluster.partitioning}. */
  public static final String NAME = "even-tokens";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Partitioning create(Settings settings) {
    return new EvenTokens();
  }
}
