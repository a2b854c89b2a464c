package io.dynamo.membership;

import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first option in which two nodes of one cluster are configured differently (rules M1, M2).
 *
 * @param option its full name
 * @param ours the value here
 * @param theirs the value there
 */
record ConfigurationDifference(String option, String ours, String theirs) {
  /** The first option that differs, or null if all agree. */
  static @Nullable ConfigurationDifference between(ClusterSettings ours, ClusterSettings theirs) {
    List<ConfigurationDifference> options =
        List.of(
            option("name", ours.name(), theirs.name()),
            option("partitions", ours.partitions(), theirs.partitions()),
            option("replicas", ours.replicas(), theirs.replicas()),
            option("read-quorum", ours.readQuorum(), theirs.readQuorum()),
            option("write-quorum", ours.writeQuorum(), theirs.writeQuorum()),
            option("partitioning", ours.partitioning(), theirs.partitioning()),
            option("versioning", ours.versioning(), theirs.versioning()),
            option("leaf-bits", ours.leafBits(), theirs.leafBits()));
    for (ConfigurationDifference option : options) {
      if (!option.ours().equals(option.theirs())) {
        return option;
      }
    }
    return null;
  }

  /**
   * The difference of two lists of initial members, each sorted by name; null if they are equal.
   */
  static @Nullable ConfigurationDifference between(List<Member> ours, List<Member> theirs) {
    return ours.equals(theirs)
        ? null
        : option("initial-members", InitialMembers.print(ours), InitialMembers.print(theirs));
  }

  private static ConfigurationDifference option(String name, Object ours, Object theirs) {
    return new ConfigurationDifference(
        "dynamo.cluster." + name, Objects.toString(ours), Objects.toString(theirs));
  }
}
