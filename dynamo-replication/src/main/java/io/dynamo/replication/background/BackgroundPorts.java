package io.dynamo.replication.background;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Membership;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.admission.Pace;
import io.dynamo.replication.store.LocalStore;
import java.util.function.Function;

/** What background work is lent; all of it belongs to the home loop. */
public record BackgroundPorts(
    NodeId self,
    Membership membership,
    Function<Key, Position> positions,
    LocalStore store,
    Transport transport,
    Scheduler scheduler,
    FailureDetector detector,
    Versioning versioning,
    Pace pace,
    Events events) {}
