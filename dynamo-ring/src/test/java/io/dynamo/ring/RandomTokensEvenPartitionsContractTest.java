package io.dynamo.ring;

import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.testkit.partitioning.PartitioningContract;

class RandomTokensEvenPartitionsContractTest extends PartitioningContract {
  @Override
  protected String name() {
    return RandomTokensEvenPartitionsProvider.NAME;
  }

  @Override
  protected Partitioning partitioning() {
    return RandomTokens.onEvenPartitions(RandomTokens.TOKENS_PER_WEIGHT);
  }
}
