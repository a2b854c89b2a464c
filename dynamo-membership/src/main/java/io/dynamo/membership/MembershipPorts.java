package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.request.Software;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What {@link ClusterMembership} is given by its node. All of it belongs to the home loop.
 *
 * @param transport reaches every member of the present history by its name
 * @param software what this node runs
 * @param onRemoved is told once, in words for the operator, that this node is no member any more;
 *     it must stop then
 */
public record MembershipPorts(
    NodeId self,
    HistoryLog log,
    Partitioning partitioning,
    Transport transport,
    Scheduler scheduler,
    RandomGenerator random,
    FailureDetector detector,
    Software software,
    Events events,
    Consumer<String> onRemoved) {}
