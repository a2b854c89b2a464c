package io.dynamo.ring;

import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.testkit.partitioning.PartitioningContract;

class RandomTokensContractTest extends PartitioningContract {
  @Override
  protected String name() {
    return RandomTokensProvider.NAME;
  }

  @Override
  protected Partitioning partitioning() {
    return RandomTokens.cuttingRanges(1);
  }

  /** Tokens need places of their own. */
  @Override
  protected int leastPartitions() {
    return 256;
  }
}
