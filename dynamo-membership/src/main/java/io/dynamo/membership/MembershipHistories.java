package io.dynamo.membership;

import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import java.util.List;

/** Makes new histories (rule M2). */
public final class MembershipHistories {
  private MembershipHistories() {}

  /**
   * The history of a new cluster. Equal settings and members give equal bytes on every node, in
   * whatever order the members come; a cluster of one alone also depends on the nonce.
   *
   * @param nonce random; used only if there is one member
   * @throws IllegalArgumentException if there is no member, or a name comes twice
   */
  public static MembershipHistory create(
      ClusterSettings settings, List<Member> members, long nonce) {
    List<Member> sorted = members.stream().sorted().toList();
    MembershipEvent.Create create =
        new MembershipEvent.Create(settings, sorted, sorted.size() == 1 ? nonce : null);
    return new MembershipHistory(EventFormat.clusterId(create), List.of(create));
  }
}
