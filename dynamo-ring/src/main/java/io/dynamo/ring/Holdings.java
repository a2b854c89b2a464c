package io.dynamo.ring;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Roster;
import io.dynamo.api.partitioning.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The present owners of each partition while a history is folded, and its chain (rule H5). */
final class Holdings {
  private final List<List<NodeId>> owners;
  private final long[] chains;

  private Holdings(List<List<NodeId>> owners, long[] chains) {
    this.owners = owners;
    this.chains = chains;
  }

  /** Those of a cluster that was just created. */
  static Holdings first(ClusterSettings settings, List<List<NodeId>> walks) {
    List<List<NodeId>> owners = new ArrayList<>(walks.size());
    walks.forEach(walk -> owners.add(first(walk, settings)));
    return new Holdings(owners, new long[owners.size()]);
  }

  static Holdings of(Checkpoint checkpoint) {
    List<List<NodeId>> owners = new ArrayList<>();
    checkpoint.partitions().forEach(holding -> owners.add(holding.owners()));
    return new Holdings(
        owners, checkpoint.partitions().stream().mapToLong(Checkpoint.Holding::chain).toArray());
  }

  private static List<NodeId> first(List<NodeId> walk, ClusterSettings settings) {
    return walk.subList(0, Math.min(settings.replicas(), walk.size()));
  }

  void handOver(MembershipEvent.HandedOver handed) {
    int partition = handed.partition();
    if (partition < owners.size() && owners.get(partition).equals(handed.from())) {
      owners.set(partition, handed.to());
      link(partition, handed.id());
    }
  }

  /** Marks the partitions that are to have other owners by an event than before it. */
  void redirect(EventId event, List<List<NodeId>> before, List<List<NodeId>> after) {
    for (int i = 0; i < owners.size(); i++) {
      if (before.isEmpty() || after.isEmpty() || !before.get(i).equals(after.get(i))) {
        link(i, event);
      }
    }
  }

  /** FNV-1a over the event's id; never 0, which is the beginning of the chain. */
  private void link(int partition, EventId event) {
    long chain = fold(chains[partition] ^ 0xcbf29ce484222325L, event.lamportTime());
    String origin = event.origin().value();
    for (int i = 0; i < origin.length(); i++) {
      chain = fold(chain, origin.charAt(i));
    }
    chains[partition] = chain == 0 ? 1 : chain;
  }

  private static long fold(long chain, long value) {
    return (chain ^ value) * 0x100000001b3L;
  }

  List<Checkpoint.Holding> list() {
    List<Checkpoint.Holding> list = new ArrayList<>(chains.length);
    for (int i = 0; i < chains.length; i++) {
      list.add(new Checkpoint.Holding(owners.get(i), chains[i]));
    }
    return list;
  }

  /**
   * The partitions of the ring.
   *
   * @param walks for each all placed members, in the order in which it meets them; none if nobody
   *     is placed, when everything stays where it is
   */
  List<Partition> partitions(MembershipHistory history, Roster roster, List<List<NodeId>> walks) {
    int leaves = (1 << history.settings().leafBits()) / chains.length;
    Set<NodeId> standIns = standIns(history, roster, walks);
    Map<List<List<NodeId>>, List<NodeId>> lists = new HashMap<>();
    List<Partition> partitions = new ArrayList<>(chains.length);
    for (int i = 0; i < chains.length; i++) {
      List<NodeId> present = owners.get(i);
      List<NodeId> walk = walks.isEmpty() ? List.of() : walks.get(i);
      List<NodeId> future = walk.isEmpty() ? present : first(walk, history.settings());
      if (new TreeSet<>(future).equals(new TreeSet<>(present))) {
        future = present;
      }
      List<NodeId> list =
          lists.computeIfAbsent(List.of(present, walk), key -> preferenceList(key, standIns));
      partitions.add(new Partition(i, i * leaves, leaves, list, present, future, chains[i]));
    }
    return partitions;
  }

  private static List<NodeId> preferenceList(
      List<List<NodeId>> presentAndWalk, Set<NodeId> standIns) {
    LinkedHashSet<NodeId> list = new LinkedHashSet<>(presentAndWalk.get(0));
    for (NodeId node : presentAndWalk.get(1)) {
      if (standIns.contains(node)) {
        list.add(node);
      }
    }
    return List.copyOf(list);
  }

  /**
   * Who may stand in for owners: the placed members that own something, and of the first members
   * those that neither do nor are to, because there are fewer partitions than they would need.
   */
  private Set<NodeId> standIns(MembershipHistory history, Roster roster, List<List<NodeId>> walks) {
    TreeSet<NodeId> owning = new TreeSet<>();
    owners.forEach(owning::addAll);
    TreeSet<NodeId> toOwn = new TreeSet<>();
    walks.forEach(walk -> toOwn.addAll(first(walk, history.settings())));
    TreeSet<NodeId> founders = new TreeSet<>();
    history.create().members().forEach(member -> founders.add(member.id()));
    TreeSet<NodeId> standIns = new TreeSet<>();
    for (Member member : roster.placed()) {
      NodeId node = member.id();
      if (owning.contains(node) || (founders.contains(node) && !toOwn.contains(node))) {
        standIns.add(node);
      }
    }
    return standIns;
  }
}
