package io.dynamo.ring;

import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.testkit.partitioning.PartitioningContract;

class EvenTokensContractTest extends PartitioningContract {
  @Override
  protected String name() {
    return EvenTokensProvider.NAME;
  }

  @Override
  protected Partitioning partitioning() {
    return new EvenTokens();
  }
}
