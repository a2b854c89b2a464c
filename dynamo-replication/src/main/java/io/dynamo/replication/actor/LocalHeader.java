package io.dynamo.replication.actor;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;

/**
 * The actor that this node opened on one record (rule V4): it lies beside the record, is neither
 * replicated nor hashed, is set by local puts only and goes when the record goes. The node's name
 * is left out because it is always its own.
 *
 * @param epoch at least 1
 */
public record LocalHeader(long incarnation, long epoch) {
  public LocalHeader {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch must be at least 1, was " + epoch);
    }
  }

  /** The header that names this actor. */
  public static LocalHeader of(Actor actor) {
    return new LocalHeader(actor.incarnation(), actor.epoch());
  }

  /** The actor of this node that the header names. */
  public Actor actor(NodeId self) {
    return new Actor(self, incarnation, epoch);
  }
}
