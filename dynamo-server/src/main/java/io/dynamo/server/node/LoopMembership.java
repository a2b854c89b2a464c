package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.node.Membership;
import io.dynamo.api.partitioning.Ring;
import io.vertx.core.Context;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The membership as one request loop sees it: a copy of the ring; the rest the home loop does. */
final class LoopMembership implements Membership {
  private final NodeState state;
  private final Home home;
  private final Context loop;

  LoopMembership(NodeState state, Home home, Context loop) {
    this.state = state;
    this.home = home;
    this.loop = loop;
  }

  @Override
  public Ring ring() {
    return Objects.requireNonNull(state.view(), "open without a ring").ring();
  }

  @Override
  public void reconcile(NodeId with, Runnable then) {
    Runnable back = () -> loop.runOnContext(turn -> then.run());
    home.run(
        () -> {
          NodeMembership membership = home.membership();
          if (membership == null) {
            back.run();
          } else {
            membership.reconcile(with, back);
          }
        });
  }

  @Override
  public void add(Function<EventId, @Nullable MembershipEvent> event) {
    throw new IllegalStateException("events are made on the home loop");
  }
}
