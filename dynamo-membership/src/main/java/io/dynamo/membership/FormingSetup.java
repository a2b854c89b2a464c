package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows when it starts.
 *
 * @param self its name
 * @param settings {@code dynamo.cluster.*} as configured here
 * @param initialMembers {@code dynamo.cluster.initial-members}, sorted by name; may be empty
 * @param seeds {@code dynamo.cluster.seeds}; may be empty
 * @param stored the history in its log, or null
 * @param hasData whether its data directory holds a record. What a start writes before there is a
 *     history (identity, start number, an empty store) does not count: a node may well be stopped
 *     while it waits.
 * @param nonce random, made for this start
 */
public record FormingSetup(
    NodeId self,
    ClusterSettings settings,
    List<Member> initialMembers,
    List<String> seeds,
    @Nullable MembershipHistory stored,
    boolean hasData,
    long nonce) {
  public FormingSetup {
    initialMembers = List.copyOf(initialMembers);
    seeds = List.copyOf(seeds);
  }

  /** The entry of this node among the initial members, or null. */
  @Nullable Member selfAmongInitial() {
    for (Member member : initialMembers) {
      if (member.id().equals(self)) {
        return member;
      }
    }
    return null;
  }
}
