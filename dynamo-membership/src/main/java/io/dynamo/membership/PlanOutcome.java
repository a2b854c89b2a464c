package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the rings before and after a change tell about it (rules M4, Q2). */
final class PlanOutcome {
  private static final int FEW_PARTITIONS = 8;

  private final Ring before;
  private final Ring after;
  private final Predicate<NodeId> isUp;

  PlanOutcome(Ring before, Ring after, Predicate<NodeId> isUp) {
    this.before = before;
    this.after = after;
    this.isUp = isUp;
  }

  /** The partitions whose owners to be are others. */
  List<PlannedChange.Copies> copies() {
    List<PlannedChange.Copies> copies = new ArrayList<>();
    for (Partition now : before.partitions()) {
      List<NodeId> then = after.partitions().get(now.index()).futureOwners();
      List<NodeId> from = new ArrayList<>(now.futureOwners());
      from.removeAll(then);
      List<NodeId> to = new ArrayList<>(then);
      to.removeAll(now.futureOwners());
      if (!from.isEmpty() || !to.isEmpty()) {
        copies.add(new PlannedChange.Copies(now.index(), from, to));
      }
    }
    return copies;
  }

  List<PlannedChange.Share> shares() {
    Map<NodeId, Integer> now = copiesOf(before);
    Map<NodeId, Integer> then = copiesOf(after);
    TreeSet<NodeId> nodes = new TreeSet<>(now.keySet());
    nodes.addAll(then.keySet());
    List<PlannedChange.Share> shares = new ArrayList<>();
    for (NodeId node : nodes) {
      shares.add(
          new PlannedChange.Share(node, now.getOrDefault(node, 0), then.getOrDefault(node, 0)));
    }
    return shares;
  }

  private static Map<NodeId, Integer> copiesOf(Ring ring) {
    TreeMap<NodeId, Integer> copies = new TreeMap<>();
    for (Member member : ring.history().members()) {
      copies.put(member.id(), 0);
    }
    for (Partition partition : ring.partitions()) {
      partition.futureOwners().forEach(owner -> copies.merge(owner, 1, Integer::sum));
    }
    return copies;
  }

  List<PlannedChange.ZoneShare> zones() {
    Map<String, Integer> now = copiesByZone(before);
    Map<String, Integer> then = copiesByZone(after);
    TreeSet<String> zones = new TreeSet<>(now.keySet());
    zones.addAll(then.keySet());
    List<PlannedChange.ZoneShare> shares = new ArrayList<>();
    for (String zone : zones) {
      shares.add(
          new PlannedChange.ZoneShare(zone, now.getOrDefault(zone, 0), then.getOrDefault(zone, 0)));
    }
    return shares;
  }

  private static Map<String, Integer> copiesByZone(Ring ring) {
    Map<NodeId, String> zones = zonesOf(ring.history());
    TreeMap<String, Integer> copies = new TreeMap<>();
    copiesOf(ring)
        .forEach((node, n) -> copies.merge(zones.getOrDefault(node, ""), n, Integer::sum));
    return copies;
  }

  private static Map<NodeId, String> zonesOf(MembershipHistory history) {
    TreeMap<NodeId, String> zones = new TreeMap<>();
    history.roster().forEach(entry -> zones.put(entry.member().id(), entry.member().zone()));
    return zones;
  }

  /**
   * Of how many partitions fewer copies answer than there are to be.
   *
   * @param givenUp whose copies do not count any more, or null
   */
  int atRisk(@Nullable NodeId givenUp) {
    int wanted =
        Math.min(before.history().settings().replicas(), before.history().members().size());
    int few = 0;
    for (Partition partition : before.partitions()) {
      few += living(partition, givenUp) < wanted ? 1 : 0;
    }
    return few;
  }

  private int living(Partition partition, @Nullable NodeId givenUp) {
    int living = 0;
    for (NodeId owner : partition.owners()) {
      living += !owner.equals(givenUp) && isUp.test(owner) ? 1 : 0;
    }
    return living;
  }

  List<String> warnings(@Nullable NodeId givenUp) {
    List<String> warnings = new ArrayList<>();
    if (givenUp != null) {
      warnings.addAll(losses(givenUp));
    }
    int members = placed(after.history());
    int partitions = after.partitions().size();
    int replicas = after.history().settings().replicas();
    if (members < replicas) {
      warnings.add(
          "with "
              + members
              + (members == 1 ? " member" : " members")
              + " there are fewer copies of each key than N = "
              + replicas);
    }
    if (partitions < FEW_PARTITIONS * members) {
      warnings.add(
          partitions
              + " partitions on "
              + members
              + " members are fewer than "
              + FEW_PARTITIONS
              + " for each: load will be uneven");
    }
    int together = sharingAZone();
    if (together > 0) {
      warnings.add(
          together + " partitions will have two copies in one zone, though there are other zones");
    }
    return warnings;
  }

  private static int placed(MembershipHistory history) {
    int placed = 0;
    for (Member member : history.members()) {
      placed += history.standing(member.id()) == Standing.MEMBER ? 1 : 0;
    }
    return placed;
  }

  /** What may exist only on a node that is given up (rule Q2). */
  private List<String> losses(NodeId givenUp) {
    List<Integer> alone = new ArrayList<>();
    int owned = 0;
    for (Partition partition : before.ownedBy(givenUp)) {
      owned++;
      if (living(partition, givenUp) == 0) {
        alone.add(partition.index());
      }
    }
    List<String> losses = new ArrayList<>();
    losses.add(
        "what only "
            + givenUp
            + " has is given up: of the "
            + owned
            + " partitions that it owns, writes that no other owner has taken yet, and the hints"
            + " that it keeps for others");
    if (!alone.isEmpty()) {
      losses.add(
          "no other owner of these "
              + alone.size()
              + " partitions answers; all they hold is given up unless one comes back: "
              + alone);
    }
    return losses;
  }

  private int sharingAZone() {
    Map<NodeId, String> zones = zonesOf(after.history());
    TreeSet<String> all = new TreeSet<>();
    for (Member member : after.history().members()) {
      if (after.history().standing(member.id()) == Standing.MEMBER) {
        all.add(member.zone());
      }
    }
    int sharing = 0;
    for (Partition partition : after.partitions()) {
      TreeSet<String> distinct = new TreeSet<>();
      partition.futureOwners().forEach(owner -> distinct.add(zones.getOrDefault(owner, "")));
      int possible = Math.min(all.size(), partition.futureOwners().size());
      sharing += distinct.size() < possible ? 1 : 0;
    }
    return sharing;
  }
}
