package io.dynamo.ring;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.ring.TokenChange.Direction;
import org.jspecify.annotations.Nullable;

/** Which way tokens go by which change. */
final class Directions {
  private Directions() {}

  /**
   * @param known the subject before the change
   */
  static Direction of(MembershipEvent.Change change, @Nullable Member known) {
    if (change instanceof MembershipEvent.Join) {
      return Direction.TO_SUBJECT;
    } else if (change instanceof MembershipEvent.Replace) {
      return Direction.TO_SUCCESSOR;
    } else if (change instanceof MembershipEvent.Zone) {
      return Direction.ANY;
    } else if (change instanceof MembershipEvent.Weight weight) {
      return known != null && weight.weight() > known.weight()
          ? Direction.TO_SUBJECT
          : Direction.FROM_SUBJECT;
    }
    return Direction.FROM_SUBJECT;
  }

  /**
   * @param known the subject after the change was cancelled
   */
  static Direction ofCancel(MembershipEvent.Change change, @Nullable Member known) {
    if (change instanceof MembershipEvent.Leave) {
      return Direction.TO_SUBJECT;
    } else if (change instanceof MembershipEvent.Zone) {
      return Direction.ANY;
    } else if (change instanceof MembershipEvent.Weight weight) {
      return known != null && weight.weight() < known.weight()
          ? Direction.TO_SUBJECT
          : Direction.FROM_SUBJECT;
    }
    return Direction.FROM_SUBJECT;
  }

  static @Nullable NodeId successor(MembershipEvent.Change change) {
    return change instanceof MembershipEvent.Replace replace ? replace.member().id() : null;
  }
}
