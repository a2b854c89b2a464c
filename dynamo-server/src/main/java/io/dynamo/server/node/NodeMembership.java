package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.membership.ClusterMembership;
import io.dynamo.membership.MembershipPorts;
import io.dynamo.replication.handover.RingFollower;
import io.dynamo.replication.store.LocalStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The membership on a node's home loop, and the way of each new ring through the node: it is in the
 * history log already; the store follows it, so that nothing is taken under owners of before; then
 * all request loops see it (rule Q5). Confined to the home loop.
 */
final class NodeMembership {
  private final MembershipPorts ports;
  private final Consumer<Ring> publish;
  private final Consumer<Departure> departed;
  private final ClusterMembership cluster;
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private @Nullable RingFollower follower;
  private long arrived;
  private long published;
  private boolean ended;

  /** Somebody who goes on when the ring of that number, or a later one, is seen everywhere. */
  private record Waiter(long ring, Runnable then) {}

  /**
   * The end of this node's membership.
   *
   * @param orderly whether it left; else it was given up and must not serve any more
   * @param reason for people
   */
  record Departure(boolean orderly, String reason) {}

  /**
   * The membership of a node that has this history, durably.
   *
   * @param ports all but {@code onRemoved}, which is given what to call
   * @param publish shows a ring to all request loops
   * @param departed is told, once, when this node is no member any more; that it left, when enough
   *     others know
   */
  NodeMembership(
      Function<Consumer<String>, MembershipPorts> ports,
      MembershipHistory history,
      Consumer<Ring> publish,
      Consumer<Departure> departed) {
    this.ports = ports.apply(this::onRemoved);
    this.publish = publish;
    this.departed = departed;
    this.cluster = new ClusterMembership(this.ports, history, this::onRing);
    publish.accept(cluster.ring());
  }

  /**
   * Begins to gossip.
   *
   * @param self where this node is to be reached, if that may have changed; else null
   */
  void start(@Nullable Member self) {
    cluster.start();
    if (self != null) {
      cluster.advertise(self);
    }
  }

  /** Ends; whoever waits goes on. */
  void stop() {
    ended = true;
    cluster.stop();
    published = arrived;
    wake();
  }

  /** The membership itself. */
  ClusterMembership cluster() {
    return cluster;
  }

  /**
   * From now on this store, opened in this turn of the loop with the ring of now, follows first.
   */
  void follow(LocalStore opened) {
    follower = new RingFollower(opened, ports.scheduler(), ports.events());
  }

  /**
   * Brings histories together, see {@link io.dynamo.api.node.Membership#reconcile}; all request
   * loops see what came of it when {@code then} runs.
   */
  void reconcile(NodeId with, Runnable then) {
    cluster.reconcile(with, () -> whenPublished(then));
  }

  /** Runs this when the ring of now is seen by all request loops. */
  void whenPublished(Runnable then) {
    if (published == arrived || ended) {
      then.run();
    } else {
      waiters.add(new Waiter(arrived, then));
    }
  }

  private void onRing(Ring ring) {
    long number = ++arrived;
    if (follower == null) {
      onFollowed(ring, number);
    } else {
      follower.onRing(ring, () -> onFollowed(ring, number));
    }
  }

  private void onFollowed(Ring ring, long number) {
    if (!ended) {
      publish.accept(ring);
      published = number;
      wake();
    }
  }

  private void wake() {
    List<Runnable> ready = new ArrayList<>();
    for (Waiter next = waiters.peek();
        next != null && next.ring() <= published;
        next = waiters.peek()) {
      ready.add(next.then());
      waiters.poll();
    }
    ready.forEach(Runnable::run);
  }

  /** Enough others know by now: one that has left is told last. */
  private void onRemoved(String reason) {
    boolean orderly = cluster.history().standing(ports.self()) == Standing.GONE;
    departed.accept(new Departure(orderly, reason));
  }
}
