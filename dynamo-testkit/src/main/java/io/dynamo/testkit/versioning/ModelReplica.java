package io.dynamo.testkit.versioning;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;

/**
 * One replica of the modelled key: its state, and the actor that it goes on with while its record
 * stays (rule V4).
 */
final class ModelReplica {
  private final NodeId node;
  private long epoch;
  private long counter;
  private boolean opened;
  private KnownState state = KnownState.NONE;

  ModelReplica(NodeId node) {
    this.node = node;
  }

  KnownState state() {
    return state;
  }

  void become(KnownState next) {
    state = next;
  }

  /** A dot that was never made before. */
  Dot nextDot() {
    if (!opened) {
      opened = true;
      epoch++;
      counter = 0;
    }
    counter++;
    return new Dot(new Actor(node, 7, epoch), counter);
  }

  /** Drops the record and its header with it, as a fallback does that delivered a hint. */
  void forget() {
    opened = false;
    state = KnownState.NONE;
  }
}
