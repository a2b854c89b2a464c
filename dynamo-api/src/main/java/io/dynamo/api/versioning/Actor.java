package io.dynamo.api.versioning;

import io.dynamo.api.NodeId;

/**
 * Who makes dots: a node, in one life of its store, in one epoch of that life (rule V4). A new
 * epoch is opened for each record on which the node cannot prove that it goes on where it stopped,
 * so an actor never makes the same dot twice.
 *
 * @param incarnation random, new whenever the store may have forgotten something (rule V5)
 * @param epoch from a durable counter, at least 1
 */
public record Actor(NodeId node, long incarnation, long epoch) implements Comparable<Actor> {
  public Actor {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch must be at least 1, was " + epoch);
    }
  }

  @Override
  public int compareTo(Actor other) {
    int byNode = node.compareTo(other.node);
    if (byNode != 0) {
      return byNode;
    }
    int byIncarnation = Long.compareUnsigned(incarnation, other.incarnation);
    return byIncarnation != 0 ? byIncarnation : Long.compare(epoch, other.epoch);
  }

  @Override
  public String toString() {
    return node + "/" + Long.toHexString(incarnation) + "/" + epoch;
  }
}
