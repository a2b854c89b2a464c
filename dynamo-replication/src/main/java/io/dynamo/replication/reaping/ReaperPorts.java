package io.dynamo.replication.reaping;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.replication.admission.Pace;
import io.dynamo.replication.store.LocalStore;

/** What reaping is lent; all of it belongs to the home loop. */
public record ReaperPorts(
    NodeId self,
    LocalStore store,
    Transport transport,
    Scheduler scheduler,
    FailureDetector detector,
    Pace pace,
    Events events) {}
