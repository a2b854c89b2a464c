package io.dynamo.replication.store;

import io.dynamo.testkit.Seeds;
import java.util.random.RandomGenerator;

/**
 * Laws of the store over random lives of one node: batches with failures at random points, crashes,
 * power cuts, clean restarts, forgotten records, restored directories, and old states that come
 * back from elsewhere. See {@link NodeLife} for what is checked at each step.
 */
class StoreLawTest {
  @Seeds(100)
  void noDotIsMadeTwiceAndNoAcknowledgedWriteIsLost(RandomGenerator random) {
    NodeLife life = new NodeLife(random);
    for (int step = 0; step < 120; step++) {
      life.step();
    }
    life.checkAll();
  }
}
