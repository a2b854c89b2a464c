package io.dynamo.ring;

import io.dynamo.api.membership.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The members sorted into groups whose tokens must stand apart (rule M4): zones, if there are
 * enough of them for all copies, else the single nodes. Immutable; arrays are shared and not
 * changed.
 *
 * @param weights of each member
 * @param zones number of the zone of each member, by the order of zone names
 * @param zoneCount how many zones there are
 * @param members of each group, as indexes into the sorted members
 */
record TokenGroups(int[] weights, int[] zones, int zoneCount, List<int[]> members) {
  /**
   * @param copies how many nodes keep each key
   */
  static TokenGroups of(List<Member> members, int copies) {
    TreeMap<String, List<Integer>> byZone = new TreeMap<>();
    int[] weights = new int[members.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = members.get(i).weight();
      byZone.computeIfAbsent(members.get(i).zone(), zone -> new ArrayList<>()).add(i);
    }
    int[] zones = new int[weights.length];
    List<int[]> byZoneIndex = new ArrayList<>();
    for (List<Integer> zone : byZone.values()) {
      for (int member : zone) {
        zones[member] = byZoneIndex.size();
      }
      byZoneIndex.add(zone.stream().mapToInt(Integer::intValue).toArray());
    }
    List<int[]> single = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      single.add(new int[] {i});
    }
    boolean enoughZones = byZone.size() >= copies;
    return new TokenGroups(weights, zones, byZone.size(), enoughZones ? byZoneIndex : single);
  }

  int count() {
    return members.size();
  }

  /** Whether every group is one member, so that no two members are in each other's way. */
  boolean areSingle() {
    return members.size() == weights.length;
  }

  int memberCount() {
    return weights.length;
  }

  /** The sum of the weights of a group. */
  long weight(int group) {
    long sum = 0;
    for (int member : members.get(group)) {
      sum += weights[member];
    }
    return sum;
  }

  /** The group of each member. */
  int[] groupOfMember() {
    int[] groups = new int[weights.length];
    for (int group = 0; group < members.size(); group++) {
      for (int member : members.get(group)) {
        groups[member] = group;
      }
    }
    return groups;
  }
}
