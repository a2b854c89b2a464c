package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.Software;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows when it starts.
 *
 * @param self its name
 * @param settings {@code dynamo.cluster.*} as configured here
 * @param initialMembers {@code dynamo.cluster.initial-members}, sorted by name; may be empty
 * @param seeds {@code dynamo.cluster.seeds}, peer addresses; may be empty
 * @param stored the history in its log, or null
 * @param hasData whether its data directory holds a record. What a start writes before there is a
 *     history (identity, start number, an empty store) does not count: a node may well be stopped
 *     while it waits.
 * @param nonce random, made for this start
 * @param joiner as what it asks to be admitted if it is none of the first members; null if it
 *     cannot ask
 */
public record FormingSetup(
    NodeId self,
    ClusterSettings settings,
    List<Member> initialMembers,
    List<String> seeds,
    @Nullable MembershipHistory stored,
    boolean hasData,
    long nonce,
    @Nullable Joiner joiner) {

  /**
   * A node as it wants to be known.
   *
   * @param member with the name and the address by which its peers reach it
   * @param software what it runs
   */
  public record Joiner(Member member, Software software) {}

  public FormingSetup {
    initialMembers = List.copyOf(initialMembers);
    seeds = List.copyOf(seeds);
    if (joiner != null && !joiner.member().id().equals(self)) {
      throw new IllegalArgumentException(self + " cannot join as " + joiner.member());
    }
  }

  /** Of a node that asks nobody to be admitted. */
  public FormingSetup(
      NodeId self,
      ClusterSettings settings,
      List<Member> initialMembers,
      List<String> seeds,
      @Nullable MembershipHistory stored,
      boolean hasData,
      long nonce) {
    this(self, settings, initialMembers, seeds, stored, hasData, nonce, null);
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

  /** Why this node cannot go on with this history, or null if it can. */
  @Nullable String objection(MembershipHistory history) {
    ConfigurationDifference difference =
        ConfigurationDifference.between(settings, history.settings());
    if (difference != null) {
      return difference.option()
          + " = "
          + difference.ours()
          + " here, "
          + difference.theirs()
          + " in the cluster";
    }
    if (!history.isUnderstood()) {
      return "the cluster has made a change that this version does not know: start a newer one";
    }
    if (history.member(self) != null) {
      return null;
    }
    return history.standing(self) != null
        ? HistoryKeeper.whyNoMember(history, self)
        : self
            + " is no member of the cluster: it was removed or never admitted; members are "
            + InitialMembers.print(history.members());
  }
}
