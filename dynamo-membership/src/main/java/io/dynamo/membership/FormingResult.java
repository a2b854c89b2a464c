package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipHistory;

/** How a node came to its history, or why it may not start (rule M1). */
public sealed interface FormingResult {
  /** It had the history from an earlier start. */
  record Resumed(MembershipHistory history) implements FormingResult {}

  /** All others answered, in this start, that they have none: this node formed the cluster. */
  record Formed(MembershipHistory history) implements FormingResult {}

  /**
   * Another member had it.
   *
   * @param from who gave it
   * @param askedWhileEmpty whether {@code from} had asked this node, in this start, and was told
   *     that it has none. Then, if {@code from} is a former itself, this node has missed nothing
   *     and its partitions are whole (rule Q2).
   */
  record Adopted(MembershipHistory history, NodeId from, boolean askedWhileEmpty)
      implements FormingResult {}

  /** The start must stop; the message is for the operator and names the option to look at. */
  record Refused(String message) implements FormingResult {}
}
