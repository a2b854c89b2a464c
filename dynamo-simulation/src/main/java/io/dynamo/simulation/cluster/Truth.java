package io.dynamo.simulation.cluster;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the membership of a simulated cluster is at this moment, whoever knows: all that any member
 * has in its history, durably. No node need know as much.
 */
final class Truth {
  private final Partitioning partitioning;
  private final MembershipHistory first;
  private final TreeMap<NodeId, MembershipHistory> known = new TreeMap<>();
  private final TreeMap<NodeId, Long> learntNanos = new TreeMap<>();
  private @Nullable Ring ring;

  /** Of a cluster that is to begin with this history. */
  Truth(Partitioning partitioning, MembershipHistory first) {
    this.partitioning = partitioning;
    this.first = first;
  }

  /** This node has this history now. */
  void onHistory(NodeId node, MembershipHistory history, long nanos) {
    MembershipHistory before = known.put(node, history);
    for (Member member : history.members()) {
      if (before == null || !before.isMember(member.id())) {
        learntNanos.put(member.id(), nanos);
      }
    }
    ring = null;
  }

  /** Of which nodes anybody has learnt at this time or later that they are members. */
  Set<NodeId> knownSince(long nanos) {
    TreeSet<NodeId> late = new TreeSet<>();
    learntNanos.forEach(
        (node, learnt) -> {
          if (learnt >= nanos) {
            late.add(node);
          }
        });
    return late;
  }

  /** This node has lost its history. */
  void onLost(NodeId node) {
    known.remove(node);
    ring = null;
  }

  Ring ring() {
    Ring now = ring;
    if (now == null) {
      now = partitioning.place(history());
      ring = now;
    }
    return now;
  }

  /** What a node that is no member any more has made by itself is nobody's history. */
  private MembershipHistory history() {
    MembershipHistory all = union(new ArrayList<>(known.values()));
    List<MembershipHistory> ofMembers = new ArrayList<>();
    known.forEach(
        (node, history) -> {
          if (all.isMember(node)) {
            ofMembers.add(history);
          }
        });
    return ofMembers.size() == known.size() ? all : union(ofMembers);
  }

  /** The latest checkpoint and all events: whoever made it had seen all before it. */
  private MembershipHistory union(List<MembershipHistory> histories) {
    MembershipHistory all = first;
    for (MembershipHistory history : histories) {
      if (foldedUpTo(history) > foldedUpTo(all)) {
        all = history.with(all.events());
      } else if (!history.equals(all)) {
        all = all.with(history.events());
      }
    }
    return all;
  }

  private static long foldedUpTo(MembershipHistory history) {
    Checkpoint checkpoint = history.checkpoint();
    return checkpoint == null ? 0 : checkpoint.lamportTime();
  }
}
