package io.dynamo.replication.coordination;

import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import java.util.HashMap;
import java.util.Map;

/**
 * What one request does when a replica sees other owners of its key (rule Q5): the two nodes
 * reconcile their histories; then the replica is asked again, or, if this node has learnt of other
 * owners, the request begins anew. A replica's store may be a moment ahead of its ring or behind
 * it, so each further try waits twice as long as the one before; there are {@value #MOST_TRIES}.
 */
final class ViewChanges {
  private static final int MOST_TRIES = 7;
  private static final long FIRST_WAIT_NANOS = 2_000_000;

  private final NodeId self;
  private final Ports ports;
  private final Position position;
  private final Map<NodeId, Integer> tries = new HashMap<>();

  ViewChanges(NodeId self, Ports ports, Position position) {
    this.self = self;
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
    int count = tries.merge(replica, 1, Integer::sum);
    if (count > MOST_TRIES) {
      failed.run();
      return;
    }
    Runnable goOn =
        () -> {
          long now = ports.membership().ring().partition(position).digest();
          (now == view ? again : anew).run();
        };
    if (replica.equals(self)) {
      waitBefore(count, goOn);
    } else {
      ports
          .membership()
          .reconcile(
              replica,
              () -> {
                if (count == 1) {
                  goOn.run();
                } else {
                  waitBefore(count - 1, goOn);
                }
              });
    }
  }

  private void waitBefore(int count, Runnable task) {
    ports.scheduler().schedule(FIRST_WAIT_NANOS << (count - 1), task);
  }

  /**
   * The node's own store sees others: its ring and the loop's will agree in a moment.
   *
   * @param leftNanos until the request's time is over
   */
  void onStoreAhead(long leftNanos, Runnable anew, Runnable failed) {
    if (leftNanos > FIRST_WAIT_NANOS) {
      ports.scheduler().schedule(FIRST_WAIT_NANOS, anew);
    } else {
      failed.run();
    }
  }
}
