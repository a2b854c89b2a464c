package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import java.util.HashMap;
import java.util.Map;

/**
 * What one request does when a replica sees other owners of its key (rule Q5): the two nodes
 * reconcile their histories; then the replica is asked again, or, if this node has learnt of other
 * owners, the request begins anew. A replica is asked {@value #MOST_TRIES} times at most.
 */
final class ViewChanges {
  private static final int MOST_TRIES = 4;

  /** The home loop tells the store of a new ring just before it tells the request loops. */
  private static final long STORE_AHEAD_NANOS = 2_000_000;

  private final Ports ports;
  private final Position position;
  private final Map<NodeId, Integer> tries = new HashMap<>();

  ViewChanges(Ports ports, Position position) {
    this.ports = ports;
    this.position = position;
  }

  /**
   * This replica sees others.
   *
   * @param view the digest of the partition that the request named
   * @param again asks the replica once more, under the same view
   * @param anew begins the request anew, under the ring of then
   * @param failed gives the replica up
   */
  void onSeenOtherwise(NodeId replica, long view, Runnable again, Runnable anew, Runnable failed) {
    if (tries.merge(replica, 1, Integer::sum) > MOST_TRIES) {
      failed.run();
      return;
    }
    ports
        .membership()
        .reconcile(
            replica,
            () -> {
              long now = ports.membership().ring().partition(position).digest();
              (now == view ? again : anew).run();
            });
  }

  /**
   * The node's own store sees others: the loop's ring will be new in a moment.
   *
   * @param leftNanos until the request's time is over
   */
  void onStoreAhead(long leftNanos, Runnable anew, Runnable failed) {
    if (leftNanos > STORE_AHEAD_NANOS) {
      ports.scheduler().schedule(STORE_AHEAD_NANOS, anew);
    } else {
      failed.run();
    }
  }
}
