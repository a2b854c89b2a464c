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
 * @param occasion why tokens may have to be planned now
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
    Occasion occasion) {

  /** Why tokens may have to be planned: how much there is to do, and how much work it may be. */
  enum Occasion {
    /** A change is planned, once for all. */
    PLANNING(60_000_000),
    /** Not all that was planned can be any more. Whoever folds the history does this work anew. */
    CONFLICT(4_000_000),
    /** All went as planned, which was good when it was planned. */
    AS_PLANNED(300_000);

    private final long steps;

    Occasion(long steps) {
      this.steps = steps;
    }

    /** How many steps the search may take; a step is some nanoseconds. */
    long steps() {
      return steps;
    }
  }

  boolean isAsPlanned() {
    return occasion == Occasion.AS_PLANNED;
  }

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

  TokenChange on(Occasion other) {
    return new TokenChange(
        clusterId, settings, subject, direction, successor, placedBefore, placed, start, other);
  }
}
