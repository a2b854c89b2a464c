package io.dynamo.bench.tree;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.node.Membership;
import io.dynamo.api.partitioning.Ring;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The membership of a drill whose ring does not change. */
record OneRing(Ring ring) implements Membership {
  @Override
  public void reconcile(NodeId with, Runnable then) {
    then.run();
  }

  @Override
  public void add(Function<EventId, @Nullable MembershipEvent> event) {
    throw new IllegalStateException("the ring of the drill does not change");
  }
}
