package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;

/** What an administrator wants to change (Dynamo §4.8.1), before it is planned (rule M5). */
public sealed interface ChangeRequest {
  /** The node that waits is admitted. */
  record Join(Member member) implements ChangeRequest {}

  /** A member that is up gives its share away, and then stops. */
  record Leave(NodeId node) implements ChangeRequest {}

  /** A dead member is given up. */
  record Remove(NodeId node) implements ChangeRequest {}

  /** A dead member is given up, and the node that waits takes its place. */
  record Replace(NodeId dead, Member by) implements ChangeRequest {}

  /** A member has another capacity. */
  record SetWeight(NodeId node, int weight) implements ChangeRequest {}

  /** A member stands in another zone. */
  record SetZone(NodeId node, String zone) implements ChangeRequest {}

  /** A change is taken back, as far as it is not done yet (rule H7). */
  record Cancel(EventId change) implements ChangeRequest {}
}
