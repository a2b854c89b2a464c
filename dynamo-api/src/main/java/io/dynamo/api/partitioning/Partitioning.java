package io.dynamo.api.partitioning;

import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import java.util.List;

/**
 * A placement strategy (Dynamo §6.2): a pure function of the history, without state, callable from
 * any thread (rule M3). Histories with events that are not understood must not be handed to it.
 */
public interface Partitioning {
  /**
   * The ring of this history. The preference list of every partition begins with its present
   * owners; then come all other members that keep something or are to, each once. A node that was
   * admitted and owns nothing yet is in none.
   */
  Ring place(MembershipHistory history);

  /**
   * The moves by which this change, made now, reaches its placement: as few copies as possible
   * change their node (rule M4).
   *
   * @param change its own plan does not matter
   */
  List<Move> plan(MembershipHistory history, MembershipEvent.Change change);

  /** What this history comes to, to go on from without its events (rule M2). */
  Checkpoint checkpoint(MembershipHistory history);
}
