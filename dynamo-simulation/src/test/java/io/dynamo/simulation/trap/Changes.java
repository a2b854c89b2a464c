package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.membership.ChangeRefusedException;
import io.dynamo.membership.ChangeRequest;
import io.dynamo.membership.ClusterMembership;
import io.dynamo.membership.CommitResult;
import io.dynamo.ring.Md5KeyHash;
import io.dynamo.simulation.check.FinalCheck;
import io.dynamo.simulation.node.SimulatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The administrator of a trap cluster: plans and commits at nodes of the test's choice. */
final class Changes {
  private final TrapCluster cluster;

  Changes(TrapCluster cluster) {
    this.cluster = cluster;
  }

  /** Makes this change at this node, which must take it. */
  EventId make(SimulatedNode at, ChangeRequest request) {
    CommitResult result = commit(at, request);
    assertThat(result).isInstanceOf(CommitResult.Committed.class);
    return ((CommitResult.Committed) result).change();
  }

  private static CommitResult commit(SimulatedNode at, ChangeRequest request) {
    CommitResult[] result = {null};
    at.administer(
        membership -> {
          try {
            result[0] = membership.commit(request, membership.plan(request).digest());
          } catch (ChangeRefusedException e) {
            result[0] = new CommitResult.Refused(e.reason());
          }
        });
    return Objects.requireNonNull(result[0], "the node does not run");
  }

  /** Admits a node at another; it need not run. */
  EventId join(SimulatedNode joiner, SimulatedNode at) {
    return make(at, new ChangeRequest.Join(joiner.self()));
  }

  EventId leave(SimulatedNode leaver, SimulatedNode at) {
    return make(at, new ChangeRequest.Leave(leaver.id()));
  }

  /** Gives a node up whose machine is gone, as soon as that is seen. */
  void remove(SimulatedNode dead, SimulatedNode at) {
    cluster.simulated().giveUp(dead);
    cluster.untilSeen();
    make(at, new ChangeRequest.Remove(dead.id()));
  }

  void cancel(EventId change, SimulatedNode at) {
    make(at, new ChangeRequest.Cancel(change));
  }

  /**
   * So many keys of one partition that the change would give other owners.
   *
   * @param from who loses it, or null for any
   * @param to who gets it, or null for any
   */
  List<Key> keysMoved(
      SimulatedNode at,
      ChangeRequest request,
      @Nullable NodeId from,
      @Nullable NodeId to,
      int count) {
    int[] moved = {-1};
    at.administer(membership -> moved[0] = partitionMoved(membership, request, from, to));
    return keysOf(moved[0], count);
  }

  private static int partitionMoved(
      ClusterMembership membership,
      ChangeRequest request,
      @Nullable NodeId from,
      @Nullable NodeId to) {
    try {
      return membership.plan(request).copies().stream()
          .filter(copies -> from == null || copies.from().contains(from))
          .filter(copies -> to == null || copies.to().contains(to))
          .findFirst()
          .orElseThrow()
          .partition();
    } catch (ChangeRefusedException e) {
      throw new AssertionError(e.reason(), e);
    }
  }

  /** So many keys of this partition. */
  List<Key> keysOf(int partition, int count) {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; keys.size() < count; i++) {
      Key key = Key.of("k" + i);
      if (cluster.simulated().ring().partition(new Md5KeyHash().position(key)).index()
          == partition) {
        keys.add(key);
      }
    }
    return keys;
  }

  Partition partition(Key key) {
    return cluster.simulated().partition(key);
  }

  /** Until all that moves has arrived, on one history (h); says what has not if it never does. */
  void settle(List<Key> keys) {
    FinalCheck check = new FinalCheck(cluster.simulated(), true);
    List<String> names = keys.stream().map(Key::toString).toList();
    for (int i = 0; i < 120 && !check.isSettled(names); i++) {
      cluster.seconds(1);
    }
    assertThat(check.unsettled(names)).isEmpty();
    assertThat(check.isSettled(names)).as("owners are equal, and nobody keeps hints").isTrue();
    cluster.assertSound();
  }

  /** The histories of all members. */
  List<MembershipHistory> histories() {
    return cluster.members().stream().map(SimulatedNode::history).distinct().toList();
  }
}
