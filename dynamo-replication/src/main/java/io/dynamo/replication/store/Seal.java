package io.dynamo.replication.store;

import io.dynamo.api.NodeId;
import java.util.List;

/**
 * That this node takes nothing more for the present owners of a partition (rule H2).
 *
 * @param view {@link io.dynamo.api.partitioning.Partition#digest} under which it is sealed
 * @param successors the future owners under it; one of them goes on taking what they may take
 */
public record Seal(long view, List<NodeId> successors) {
  public Seal {
    successors = List.copyOf(successors);
  }
}
