package io.dynamo.api.membership;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One immutable fact about a cluster's membership (rule M2). Events are ordered by their Lamport
 * time, then by their kind and content, never by a clock.
 */
public sealed interface MembershipEvent permits MembershipEvent.Create {
  /** The Lamport time: greater than that of every event its origin knew. */
  long lamportTime();

  /**
   * The beginning of a cluster: first of every history, at time 0, without an origin, so that all
   * who form the same cluster write the same bytes (rule M1).
   *
   * @param members the first members, in the order of their names, no name or address twice
   * @param nonce random in a cluster of one, so that a wiped first member that forms again is not
   *     taken for the one from which others grew; null for more than one member
   */
  record Create(ClusterSettings settings, List<Member> members, @Nullable Long nonce)
      implements MembershipEvent {
    public Create {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("a cluster needs at least one member");
      }
      if ((members.size() == 1) != (nonce != null)) {
        throw new IllegalArgumentException(
            "a nonce belongs to a cluster of one; members " + members.size() + ", nonce " + nonce);
      }
      for (int i = 1; i < members.size(); i++) {
        if (members.get(i - 1).compareTo(members.get(i)) >= 0) {
          throw new IllegalArgumentException(
              "members must be sorted and distinct, " + members.get(i).id() + " is not");
        }
      }
    }

    @Override
    public long lamportTime() {
      return 0;
    }
  }
}
