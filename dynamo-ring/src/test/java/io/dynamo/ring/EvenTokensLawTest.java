package io.dynamo.ring;

import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.partitioning.Ring;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules M3 and M4 for clusters of every kind. */
class EvenTokensLawTest {
  private static final int CLUSTERS = 400;

  @Test
  void placementHoldsForEveryCluster() {
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Random random = new Random(seed);
      ClusterSettings settings = Clusters.settings(16 << random.nextInt(7), 1 + random.nextInt(5));
      List<Member> members = Clusters.randomMembers(random);
      Ring ring = new EvenTokens().place(Clusters.history(settings, members));
      try {
        new PlacementChecker(ring).check();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + " " + settings + " " + members, e);
      }
    }
  }
}
