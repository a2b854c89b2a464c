package io.dynamo.ring;

import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import java.util.List;

/**
 * What rule M4 asks of a placement for certain members: how many copies each may hold, and whose
 * tokens must stand apart. The arrays are not changed.
 *
 * @param copies on how many nodes each key is kept: N, or all there are
 * @param groups for each member its zone if there are enough zones for all copies, else itself
 * @param least the fewest copies that each member should hold
 * @param most the most copies that each member should hold
 * @param nodesApart whether N tokens in a row must be of distinct nodes
 * @param zonesApart whether they should be of distinct zones
 */
record TokenRules(
    int copies, int[] groups, int[] least, int[] most, boolean nodesApart, boolean zonesApart) {

  static TokenRules of(List<Member> members, ClusterSettings settings) {
    int copies = Math.min(settings.replicas(), members.size());
    int partitions = settings.partitions();
    TokenGroups groups = TokenGroups.of(members, copies);
    boolean many =
        members.size() >= 2 * copies && (long) members.size() * (partitions / copies) >= partitions;
    TokenShares.Bounds bounds =
        many
            ? TokenShares.bounds(groups, partitions, copies).times(copies)
            : TokenShares.bounds(groups, copies * partitions, copies);
    return new TokenRules(
        copies, groups.groupOfMember(), bounds.least(), bounds.most(), many, !groups.areSingle());
  }

  int members() {
    return groups.length;
  }

  int group(int member) {
    return groups[member];
  }
}
