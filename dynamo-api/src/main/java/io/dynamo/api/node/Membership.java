package io.dynamo.api.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.partitioning.Ring;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a node need of its membership (Dynamo §4.8). On the home loop it is the node's
 * own; request loops see a copy of the ring and have their calls done by the home loop.
 */
public interface Membership {
  /** The ring of the history that this node has now, durably. */
  Ring ring();

  /**
   * Brings this node's history and that of another up to each other's (rule Q5). Calls for one node
   * that come while one is under way share it.
   *
   * @param then runs on the caller's loop when it is done or has failed; {@link #ring} is new by
   *     then if the other knew more
   */
  void reconcile(NodeId with, Runnable then);

  /**
   * Makes an event: it is durable and in {@link #ring} on return, and spreads from now on. Home
   * loop only; blocks for one write of the log.
   *
   * @param event of the id that it is given; null if by now there is nothing to tell
   * @throws io.dynamo.api.storage.StorageException if it cannot be kept; then it was not made
   */
  void add(Function<EventId, @Nullable MembershipEvent> event);
}
