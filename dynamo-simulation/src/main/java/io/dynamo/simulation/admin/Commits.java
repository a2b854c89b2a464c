package io.dynamo.simulation.admin;

import io.dynamo.api.membership.EventId;
import io.dynamo.api.storage.StorageException;
import io.dynamo.membership.ChangeRefusedException;
import io.dynamo.membership.ChangeRequest;
import io.dynamo.membership.ClusterMembership;
import io.dynamo.membership.CommitResult;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.time.Chance;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Has changes planned and committed at nodes that serve (rule M5), and tries again at another one
 * for a while if that one cannot, or may not.
 */
final class Commits {
  private static final long AGAIN_NANOS = 1_000_000_000L;
  private static final int MOST_TRIES = 30;

  private final SimulatedCluster cluster;
  private final Chance chance;

  Commits(SimulatedCluster cluster, Chance chance) {
    this.cluster = cluster;
    this.chance = chance;
  }

  /** One change that is to be made at one of some nodes. */
  private final class Wish {
    private final List<SimulatedNode> at;
    private final ChangeRequest request;
    private final BiConsumer<SimulatedNode, @Nullable EventId> ended;
    private int triesLeft = MOST_TRIES;
    private boolean over;

    Wish(
        List<SimulatedNode> at,
        ChangeRequest request,
        BiConsumer<SimulatedNode, @Nullable EventId> ended) {
      this.at = at;
      this.request = request;
      this.ended = ended;
    }

    void attempt() {
      if (over) {
        return;
      }
      List<SimulatedNode> ready =
          at.stream().filter(node -> node.isReady() && isMember(node)).toList();
      if (!ready.isEmpty()) {
        SimulatedNode node = chance.oneOf(ready);
        node.administer(membership -> tryAt(node, membership));
      }
      cluster.time().after(AGAIN_NANOS, this::attemptAgain);
    }

    private void attemptAgain() {
      if (!over && --triesLeft == 0) {
        over = true;
        cluster.counters().add("change given up");
        ended.accept(at.get(0), null);
      }
      attempt();
    }

    private void tryAt(SimulatedNode node, ClusterMembership membership) {
      if (over) {
        return;
      }
      try {
        String digest = membership.plan(request).digest();
        if (membership.commit(request, digest) instanceof CommitResult.Committed committed) {
          over = true;
          String name = request.getClass().getSimpleName();
          cluster.counters().add("change " + name);
          cluster.trace().event("CHANGE at " + node.id() + ": " + request);
          ended.accept(node, committed.change());
        }
      } catch (ChangeRefusedException e) {
        cluster.counters().add("change refused");
        cluster.trace().event(node.id(), "refuses " + request + ": " + e.reason());
      } catch (StorageException e) {
        cluster.counters().add("change not kept");
      }
    }
  }

  private boolean isMember(SimulatedNode node) {
    return cluster.ring().history().isMember(node.id());
  }

  /**
   * Has this made at one of these nodes.
   *
   * @param ended gets where it was made and its event, or null if nobody would in all that time
   */
  void make(
      List<SimulatedNode> at,
      ChangeRequest request,
      BiConsumer<SimulatedNode, @Nullable EventId> ended) {
    new Wish(at, request, ended).attempt();
  }

  /** The same, whatever comes of it. */
  void make(List<SimulatedNode> at, ChangeRequest request) {
    make(at, request, (node, change) -> {});
  }
}
