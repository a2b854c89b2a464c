package io.dynamo.api.membership;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a cluster's membership: its events in their order, the create event first
 * (Dynamo §4.8; rule M2). Immutable.
 *
 * @param clusterId the hash of the create event
 * @param events in order, the first one a {@link MembershipEvent.Create}
 */
public record MembershipHistory(ClusterId clusterId, List<MembershipEvent> events) {
  public MembershipHistory {
    events = List.copyOf(events);
    if (events.isEmpty() || !(events.get(0) instanceof MembershipEvent.Create)) {
      throw new IllegalArgumentException("a history begins with a create event, was " + events);
    }
  }

  /** The event that everything began with. */
  public MembershipEvent.Create create() {
    return (MembershipEvent.Create) events.get(0);
  }

  /** What was fixed when the cluster was created. */
  public ClusterSettings settings() {
    return create().settings();
  }

  /** The members of now, in the order of their names. */
  public List<Member> members() {
    return create().members();
  }

  /** The member of this name, or null. */
  public @Nullable Member member(NodeId id) {
    for (Member member : members()) {
      if (member.id().equals(id)) {
        return member;
      }
    }
    return null;
  }
}
