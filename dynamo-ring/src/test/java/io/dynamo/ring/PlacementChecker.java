package io.dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rule M4, checked from the outside: from the ring alone it works out what is possible and whether
 * the ring does it. It shares no code with the placement and computes shares in another way.
 */
final class PlacementChecker {
  private final Ring ring;
  private final List<Member> members;
  private final TreeMap<NodeId, Member> byName = new TreeMap<>();
  private final List<NodeId> tokens = new ArrayList<>();

  /** Q. */
  private final int partitions;

  /** N, or the number of members if that is less. */
  private final int copies;

  private final int zones;

  PlacementChecker(Ring ring) {
    this.ring = ring;
    this.members = ring.history().members();
    members.forEach(member -> byName.put(member.id(), member));
    ring.partitions().forEach(partition -> tokens.add(partition.preferenceList().get(0)));
    this.partitions = ring.partitions().size();
    this.copies = Math.min(ring.history().settings().replicas(), members.size());
    this.zones = new TreeSet<>(members.stream().map(Member::zone).toList()).size();
  }

  void check() {
    checkLists();
    checkDistances();
    checkOwnersInDistinctZones();
    checkTokenShares();
    checkCopies();
  }

  private boolean enoughZones() {
    return zones >= copies;
  }

  /** Whether tokens of so many groups can all stand N apart. */
  private boolean fits(int groups) {
    return groups * (partitions / copies) >= partitions;
  }

  private void checkLists() {
    int holders = new TreeSet<>(tokens).size();
    for (int i = 0; i < partitions; i++) {
      LinkedHashSet<NodeId> met = new LinkedHashSet<>();
      for (int step = 0; met.size() < holders; step++) {
        met.add(tokens.get((i + step) % partitions));
      }
      byName.keySet().forEach(met::add);
      List<NodeId> list = ring.partitions().get(i).preferenceList();
      if (enoughZones() && !fits(zones)) {
        assertThat(list).containsExactlyInAnyOrderElementsOf(met);
      } else {
        assertThat(list).as("list of partition %d", i).containsExactlyElementsOf(met);
      }
    }
  }

  private void checkDistances() {
    for (int i = 0; i < partitions; i++) {
      TreeSet<NodeId> nodes = new TreeSet<>();
      TreeSet<String> zonesMet = new TreeSet<>();
      for (int step = 0; step < copies; step++) {
        NodeId node = tokens.get((i + step) % partitions);
        nodes.add(node);
        zonesMet.add(byName.get(node).zone());
      }
      if (members.size() >= 2 * copies && fits(members.size())) {
        assertThat(nodes).as("nodes of %d tokens from %d", copies, i).hasSize(copies);
      }
      if (members.size() >= 2 * copies && enoughZones() && fits(zones)) {
        assertThat(zonesMet).as("zones of %d tokens from %d", copies, i).hasSize(copies);
      }
    }
  }

  private void checkOwnersInDistinctZones() {
    for (Partition partition : ring.partitions()) {
      TreeSet<String> met = new TreeSet<>();
      partition.owners().forEach(owner -> met.add(byName.get(owner).zone()));
      if (enoughZones()) {
        assertThat(met).as("zones of the owners of %s", partition).hasSize(copies);
      }
    }
  }

  /** From 2N nodes up: shares by weight within one partition, unless zones leave a seam. */
  private void checkTokenShares() {
    if (members.size() < 2 * copies) {
      return;
    }
    Map<NodeId, Double> shares = shares();
    double tolerance = !enoughZones() || fits(zones) ? 1 : 2;
    for (Member member : members) {
      long has = tokens.stream().filter(member.id()::equals).count();
      assertThat((double) has)
          .as("tokens of %s", member)
          .isCloseTo(shares.get(member.id()), within(tolerance - 1e-6));
    }
  }

  private void checkCopies() {
    Map<NodeId, Double> shares = shares();
    for (Member member : members) {
      int has = ring.ownedBy(member.id()).size();
      if (members.size() <= copies) {
        assertThat(has).as("copies of %s", member).isEqualTo(partitions);
      } else if (members.size() < 2 * copies && !enoughZones()) {
        assertThat((double) has)
            .as("copies of %s", member)
            .isCloseTo(copiesByWeight().get(member.id()), within(partitions >= 64 ? 3.0 : copies));
      } else {
        assertThat((double) has)
            .as("copies of %s", member)
            .isCloseTo(copies * shares.get(member.id()), within(2.0 * copies));
      }
    }
  }

  /** The exact copies of each node by weight, at most all. */
  private Map<NodeId, Double> copiesByWeight() {
    TreeMap<String, Double> weights = new TreeMap<>();
    members.forEach(member -> weights.put(member.id().value(), (double) member.weight()));
    double level = level(weights, partitions, (double) copies * partitions);
    TreeMap<NodeId, Double> result = new TreeMap<>();
    members.forEach(
        member -> result.put(member.id(), Math.min(partitions, level * member.weight())));
    return result;
  }

  /** The exact tokens of each node by weight, with zones or nodes held at what fits. */
  private Map<NodeId, Double> shares() {
    TreeMap<String, Double> weights = new TreeMap<>();
    for (Member member : members) {
      weights.merge(group(member), (double) member.weight(), Double::sum);
    }
    double limit =
        fits(weights.size())
            ? Math.floor((double) partitions / copies)
            : (double) partitions / weights.size();
    double level = level(weights, limit, partitions);
    TreeMap<NodeId, Double> shares = new TreeMap<>();
    for (Member member : members) {
      double weight = weights.get(group(member));
      shares.put(member.id(), Math.min(limit, level * weight) * member.weight() / weight);
    }
    return shares;
  }

  /** How much each unit of weight gets when so much is shared and nobody takes over the limit. */
  private static double level(Map<String, Double> weights, double limit, double amount) {
    double low = 0;
    double high = amount;
    for (int i = 0; i < 200; i++) {
      double level = (low + high) / 2;
      double sum = weights.values().stream().mapToDouble(w -> Math.min(limit, level * w)).sum();
      if (sum < amount) {
        low = level;
      } else {
        high = level;
      }
    }
    return high;
  }

  private String group(Member member) {
    return enoughZones() ? member.zone() : member.id().value();
  }
}
