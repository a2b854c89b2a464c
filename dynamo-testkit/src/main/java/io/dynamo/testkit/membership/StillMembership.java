package io.dynamo.testkit.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.node.Membership;
import io.dynamo.api.partitioning.Ring;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The membership of a cluster that does not change. */
public record StillMembership(Ring ring) implements Membership {
  @Override
  public void reconcile(NodeId with, Runnable then) {
    then.run();
  }

  @Override
  public void add(Function<EventId, @Nullable MembershipEvent> event) {
    throw new AssertionError("nothing changes here");
  }
}
