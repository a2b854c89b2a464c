package io.dynamo.ring;

import io.dynamo.api.Settings;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.PartitioningProvider;

/**
 * Offers strategy 1 of the paper as {@code random-tokens}, with {@value
 * RandomTokens#TOKENS_PER_WEIGHT} tokens for each unit of weight. It has no settings: all nodes
 * must place alike.
 */
public final class RandomTokensProvider implements PartitioningProvider {
  /** The value of {@code dynamo.cluster.partitioning}. */
  public static final String NAME = "random-tokens";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Partitioning create(Settings settings) {
    return RandomTokens.cuttingRanges(RandomTokens.TOKENS_PER_WEIGHT);
  }
}
