package io.dynamo.api.partitioning;

import io.dynamo.api.membership.MembershipHistory;

/**
 * A placement strategy (Dynamo §6.2): a pure function of the history, without state, callable from
 * any thread (rule M3).
 */
@FunctionalInterface
public interface Partitioning {
  /**
   * The ring of this history. The preference list of every partition has all members, each once,
   * the owners first.
   */
  Ring place(MembershipHistory history);
}
