package io.dynamo.replication.actor;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.NoEvents;
import java.util.Random;

/** Actors of a node that has just begun a new incarnation, for tests of what stands above. */
public final class StandaloneActors {
  private StandaloneActors() {}

  public static Actors of(NodeId node) {
    Actors actors = new Actors(node, new MemoryNodeLog(), new Random(1), new NoEvents());
    actors.newIncarnation("a test begins");
    return actors;
  }
}
