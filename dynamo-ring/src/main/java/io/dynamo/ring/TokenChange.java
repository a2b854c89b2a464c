package io.dynamo.ring;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One effective change of who is placed, at its turn in the history.
 *
 * @param subject the node that it is about; of a replacement the dead one
 * @param direction which way tokens go
 * @param successor who takes the place of the subject, if it is a replacement
 * @param placedBefore the placed members before it, sorted
 * @param placed those after it, sorted
 * @param start the tokens before it; not changed
 * @param asPlanned whether it had moves, and all of them could be applied
 */
record TokenChange(
    ClusterId clusterId,
    ClusterSettings settings,
    NodeId subject,
    Direction direction,
    @Nullable NodeId successor,
    List<Member> placedBefore,
    List<Member> placed,
    SortedMap<Integer, NodeId> start,
    boolean asPlanned) {

  /** Which way tokens go by a change. */
  enum Direction {
    /** The subject gets tokens: it joins, stays after all or grows. */
    TO_SUBJECT,
    /** The subject gives tokens: it leaves, is removed, does not join after all or shrinks. */
    FROM_SUBJECT,
    /** Exactly the tokens of the subject go to its successor. */
    TO_SUCCESSOR,
    /** Its zone is another, so who may stand next to whom is, too. */
    ANY
  }

  boolean isPlaced(NodeId node) {
    return placed.stream().anyMatch(member -> member.id().equals(node));
  }

  TokenChange withAsPlanned(boolean all) {
    return new TokenChange(
        clusterId, settings, subject, direction, successor, placedBefore, placed, start, all);
  }
}
