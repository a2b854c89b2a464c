package io.dynamo.replication.background;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.node.Membership;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One membership for all nodes of a {@link SmallCluster}, with one partition: what one of them adds
 * all know at once. A test moves the partition by hand.
 */
final class MovingMembership implements Membership {
  final List<MembershipEvent> events = new ArrayList<>();
  private final Consumer<Ring> onRing;
  private Ring ring;
  private long chain;
  private long lamport;
  private boolean refusing;

  MovingMembership(Ring ring, Consumer<Ring> onRing) {
    this.ring = ring;
    this.onRing = onRing;
  }

  @Override
  public Ring ring() {
    return ring;
  }

  @Override
  public void reconcile(NodeId with, Runnable then) {
    then.run();
  }

  /** The partition is to have these owners from now on. */
  void moveTo(NodeId... future) {
    Partition now = ring.partitions().get(0);
    set(now.owners(), List.of(future));
  }

  /** One with the same history, to go on by itself. */
  MovingMembership copy(Consumer<Ring> onRingOfCopy) {
    MovingMembership copy = new MovingMembership(ring, onRingOfCopy);
    copy.events.addAll(events);
    copy.chain = chain;
    copy.lamport = lamport;
    return copy;
  }

  /** From now on no node can keep an event of its own, or can again. */
  void refuse(boolean all) {
    refusing = all;
  }

  /** An event came late and sorts before the hand-over, which is none then (rule M3). */
  void undo(NodeId... owners) {
    chain++;
    set(List.of(owners), List.of(owners));
  }

  /** What was to become of it does not. */
  void cancel() {
    chain++;
    Partition now = ring.partitions().get(0);
    set(now.owners(), now.owners());
  }

  @Override
  public void add(Function<EventId, @Nullable MembershipEvent> event) {
    if (refusing) {
      throw new StorageException("the disk is full");
    }
    MembershipEvent made = event.apply(new EventId(++lamport, SmallCluster.A));
    if (made instanceof MembershipEvent.HandedOver handed) {
      Partition now = ring.partitions().get(0);
      if (now.owners().equals(handed.from())) {
        events.add(made);
        chain++;
        set(handed.to(), now.futureOwners());
      }
    }
  }

  private void set(List<NodeId> owners, List<NodeId> future) {
    List<NodeId> list = new ArrayList<>(owners);
    for (NodeId node : ring.partitions().get(0).preferenceList()) {
      if (!list.contains(node)) {
        list.add(node);
      }
    }
    int leaves = ring.partitions().get(0).leaves();
    ring =
        new Ring(ring.history(), List.of(new Partition(0, 0, leaves, list, owners, future, chain)));
    onRing.accept(ring);
  }
}
