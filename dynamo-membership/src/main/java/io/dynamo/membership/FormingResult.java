package io.dynamo.membership;

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
   * @param from who gave it: a name, or an address if it was asked as a seed
   * @param whole whether this node has missed nothing: {@code from} formed the cluster in this
   *     start of its own, after it had been told by this node, in this start, that it is empty
   *     (rule Q2)
   */
  record Adopted(MembershipHistory history, String from, boolean whole) implements FormingResult {}

  /** The start must stop; the message is for the operator and names the option to look at. */
  record Refused(String message) implements FormingResult {}
}
