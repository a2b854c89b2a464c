package io.dynamo.membership;

import io.dynamo.api.membership.EventId;

/** What became of the wish to commit a plan (rule M5). */
public sealed interface CommitResult {
  /** The change is made; it spreads now, and partitions begin to move. */
  record Committed(EventId change, PlannedChange plan) implements CommitResult {}

  /**
   * Nothing was changed: the plan is not what would be done now, because the history went on.
   *
   * @param now the plan of now, to be looked at and committed instead
   */
  record Outdated(PlannedChange now, String reason) implements CommitResult {}

  /** Nothing was changed: it cannot be. */
  record Refused(String reason) implements CommitResult {}
}
