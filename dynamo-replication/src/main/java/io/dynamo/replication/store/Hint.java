package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Siblings;
import java.util.List;

/**
 * A write that this node keeps for owners that did not answer (Dynamo §4.6).
 *
 * @param targets the owners that may lack it, at least one
 */
public record Hint(Key key, Location location, Siblings state, List<NodeId> targets) {
  public Hint {
    targets = List.copyOf(targets);
  }
}
