package io.dynamo.replication.actor;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What became of one start. */
public final class Starts implements StartSequence.Outcome {
  private @Nullable Actors actors;
  private @Nullable String refused;

  /** Begins and announces a start. */
  public static <L extends Scheduler & Transport> Starts start(
      NodeId self, NodeLog log, RandomGenerator random, List<NodeId> members, L loop) {
    Starts starts = new Starts();
    StartSequence.begin(self, log, random, new NoEvents()).announce(members, loop, loop, starts);
    return starts;
  }

  /** The actors of a cluster of one: always a new incarnation, at once. */
  public static Actors alone(NodeId self, NodeLog log, RandomGenerator random, Events events) {
    Starts starts = new Starts();
    VirtualLoop loop = new VirtualLoop();
    StartSequence.begin(self, log, random, events).announce(List.of(self), loop, loop, starts);
    return starts.actors();
  }

  @Override
  public void onReady(Actors ready) {
    if (actors != null) {
      throw new AssertionError("ready twice");
    }
    actors = ready;
  }

  @Override
  public void onRefused(String reason) {
    if (refused != null) {
      throw new AssertionError("refused twice");
    }
    refused = reason;
  }

  public boolean isReady() {
    return actors != null;
  }

  public Actors actors() {
    if (actors == null) {
      throw new AssertionError("not ready; refused: " + refused);
    }
    return actors;
  }

  public @Nullable String refused() {
    return refused;
  }
}
