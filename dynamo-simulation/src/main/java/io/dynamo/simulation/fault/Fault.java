package io.dynamo.simulation.fault;

import io.dynamo.api.NodeId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that goes wrong for a while.
 *
 * @param nodes to whom
 * @param variant a number that decides its details
 */
public record Fault(FaultKind kind, long atNanos, long forNanos, List<NodeId> nodes, long variant) {
  public Fault {
    nodes = List.copyOf(nodes);
  }

  /** When it is over. */
  public long endNanos() {
    return atNanos + forNanos;
  }

  @Override
  public String toString() {
    return "%s %s at %.3f s for %.3f s"
        .formatted(
            kind,
            nodes.stream().map(NodeId::value).collect(Collectors.joining(",")),
            atNanos / 1e9,
            forNanos / 1e9);
  }
}
