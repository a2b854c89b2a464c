package io.dynamo.simulation.gossip;

import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.membership.ChangeRefusedException;
import io.dynamo.membership.ChangeRequest;
import io.dynamo.membership.ClusterMembership;
import io.dynamo.membership.CommitResult;
import io.dynamo.testkit.network.LinkQuality;

/**
 * How one join spread through one cluster.
 *
 * @param rounds of gossip, each a second, begun from the commit to the moment when every member
 *     knew
 * @param restBytes sent per node and second before it
 * @param spreadBytes sent per node and second in these rounds
 */
public record Spread(int rounds, double restBytes, double spreadBytes) {
  private static final long ROUND_NANOS = 1_000_000_000L;
  private static final long STEP_NANOS = ROUND_NANOS / 100;
  private static final int WARM_ROUNDS = 3;
  private static final int REST_ROUNDS = 10;
  private static final int MOST_ROUNDS = 1000;

  /**
   * Runs one.
   *
   * @param size how many members there are
   * @param links how each link fares
   * @throws IllegalStateException if it does not come to an end
   */
  public static Spread of(long seed, int size, LinkQuality links) {
    GossipWorld world = new GossipWorld(seed, size, links);
    world.run(WARM_ROUNDS * ROUND_NANOS + world.chance().below(ROUND_NANOS));
    long before = world.bytes().bytes();
    world.run(REST_ROUNDS * ROUND_NANOS);
    long rested = world.bytes().bytes();
    MembershipHistory joined = join(world, size);
    long begin = world.nanos();
    while (world.have(joined) < size) {
      if (world.nanos() - begin > MOST_ROUNDS * ROUND_NANOS) {
        throw new IllegalStateException(
            "seed " + seed + ": after " + MOST_ROUNDS + " rounds not all of " + size + " know");
      }
      world.run(STEP_NANOS);
    }
    int rounds = (int) ((world.nanos() - begin + ROUND_NANOS - 1) / ROUND_NANOS);
    world.run(begin + rounds * ROUND_NANOS - world.nanos());
    return new Spread(
        rounds,
        (rested - before) / (double) REST_ROUNDS / size,
        (world.bytes().bytes() - rested) / (double) rounds / size);
  }

  private static MembershipHistory join(GossipWorld world, int size) {
    ClusterMembership at = world.members().get(world.chance().below(size));
    ChangeRequest join = new ChangeRequest.Join(GossipWorld.member(size));
    try {
      CommitResult result = at.commit(join, at.plan(join).digest());
      if (!(result instanceof CommitResult.Committed)) {
        throw new IllegalStateException("the join was not committed: " + result);
      }
    } catch (ChangeRefusedException e) {
      throw new IllegalStateException(e);
    }
    return at.history();
  }
}
