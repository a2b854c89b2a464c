package io.dynamo.replication.handover;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Membership;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.PartitionView;
import io.dynamo.replication.store.LocalHints;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.PartitionState;
import io.dynamo.replication.tree.AntiEntropyPorts;
import io.dynamo.replication.tree.Window;

/**
 * What handing over is lent; all of it belongs to the home loop.
 *
 * @param exchanging the leaves that are exchanged for moves at the same time
 */
public record MovePorts(
    Membership membership, FailureDetector detector, AntiEntropyPorts exchange, Window exchanging) {
  NodeId self() {
    return exchange.self();
  }

  LocalStore store() {
    return exchange.store();
  }

  LocalHints hints() {
    return exchange.store();
  }

  Transport transport() {
    return exchange.transport();
  }

  Scheduler scheduler() {
    return exchange.scheduler();
  }

  Events events() {
    return exchange.events();
  }

  /** What this node knows of the partition. */
  PartitionState state(Partition partition) {
    return store().partitions().of(partition.index());
  }

  /** Whether it seems worth asking this node, which is a member. */
  boolean isUp(NodeId node) {
    return membership.ring().history().isMember(node) && detector.isUp(node);
  }

  static PartitionView view(Partition partition) {
    return new PartitionView(partition.index(), partition.digest());
  }
}
