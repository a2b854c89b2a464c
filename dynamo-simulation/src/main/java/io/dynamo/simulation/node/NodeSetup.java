package io.dynamo.simulation.node;

import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.node.Events;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.background.BackgroundSettings;
import java.util.List;

/** What a node is configured with, the same at each of its starts. */
public record NodeSetup(
    NodeId id,
    ClusterSettings settings,
    List<Member> initialMembers,
    Partitioning partitioning,
    KeyHash keyHash,
    Versioning versioning,
    StoreBounds bounds,
    BackgroundSettings background,
    Wrapping wrapping,
    Events events) {
  public NodeSetup {
    initialMembers = List.copyOf(initialMembers);
  }

  /** The same, configured with these settings, whatever the others have. */
  public NodeSetup with(ClusterSettings others, Partitioning placing) {
    return new NodeSetup(
        id,
        others,
        initialMembers,
        placing,
        keyHash,
        versioning,
        bounds,
        background,
        wrapping,
        events);
  }
}
