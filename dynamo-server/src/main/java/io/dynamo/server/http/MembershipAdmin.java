package io.dynamo.server.http;

import io.dynamo.api.NodeId;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Software;
import io.dynamo.membership.Candidate;
import io.dynamo.membership.CommitResult;
import io.dynamo.membership.PlannedChange;
import io.dynamo.replication.handover.MoveProgress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The membership as operators see and change it. Each answer comes once, on the loop of the caller.
 */
public interface MembershipAdmin {
  /** Who belongs to the cluster, as this node knows it; null until it has a history. */
  void overview(Consumer<@Nullable Overview> answer);

  /** What a change would do now (rule M5). Changes nothing. */
  void plan(ChangeOrder order, Consumer<Planned> answer);

  /**
   * Makes a change if it still is what was planned.
   *
   * @param plan the digest of the plan
   */
  void commit(ChangeOrder order, String plan, Consumer<Committed> answer);

  /** The partitions that this node hands over or takes; null until it serves. */
  void moves(Consumer<@Nullable Moves> answer);

  /**
   * The cluster as this node knows it.
   *
   * @param software what each member runs, as it told; some may have told nothing yet
   * @param down members that do not answer this node
   * @param waiting nodes that ask to be admitted
   */
  record Overview(
      Ring ring, Map<NodeId, Software> software, List<NodeId> down, List<Candidate> waiting) {
    public Overview {
      down = List.copyOf(down);
      waiting = List.copyOf(waiting);
    }
  }

  /** What became of the wish for a plan. */
  sealed interface Planned {
    /**
     * A change can be made so.
     *
     * @param estimatedBytes what is to be copied, by what an average partition has on this node;
     *     null if this node cannot tell
     */
    record Possible(PlannedChange change, @Nullable Long estimatedBytes) implements Planned {}

    /** It cannot be made as things are; why, in words. */
    record Impossible(String reason) implements Planned {}

    /** This node cannot plan now. */
    record NotReady(String reason) implements Planned {}
  }

  /** What became of a commit. */
  sealed interface Committed {
    /** The membership has decided. */
    record Decided(CommitResult result) implements Committed {}

    /** This node cannot commit now; nothing has changed. */
    record NotReady(String reason) implements Committed {}
  }

  /**
   * The hand-overs that this node has part in.
   *
   * @param expectedSeconds until it has taken all that it is to own, by what partitions have on
   *     average and by how fast it goes; null if it cannot tell
   */
  record Moves(MoveProgress progress, @Nullable Long expectedSeconds) {}
}
