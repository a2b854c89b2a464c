package io.dynamo.replication.tree;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.admission.Pace;
import io.dynamo.replication.store.LocalStore;
import java.util.function.Function;

/** What exchanges of trees are lent; all of it belongs to the home loop. */
public record AntiEntropyPorts(
    NodeId self,
    Function<Key, Position> positions,
    LocalStore store,
    Transport transport,
    Scheduler scheduler,
    Versioning versioning,
    Pace pace,
    Events events) {
  /** How long one question to the other owner may take. */
  public static final long TIMEOUT_NANOS = 5_000_000_000L;
}
