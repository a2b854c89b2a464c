package io.dynamo.simulation.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.StoreThreads;

/**
 * Puts something between a node and what it is lent, at each of its starts: so a test breaks one
 * thing and sees whether the simulation finds it. Without an override nothing is changed.
 */
public interface Wrapping {
  /** Changes nothing. */
  Wrapping NONE = new Wrapping() {};

  default Versioning versioning(NodeId node, Versioning versioning) {
    return versioning;
  }

  default Transport transport(NodeId node, Transport transport) {
    return transport;
  }

  default StorageEngine engine(NodeId node, Area area, StorageEngine engine) {
    return engine;
  }

  default NodeLog log(NodeId node, NodeLog log) {
    return log;
  }

  default FailureDetector detector(NodeId node, FailureDetector detector) {
    return detector;
  }

  /** The scheduler is that of the node's loop. */
  default StoreThreads threads(NodeId node, StoreThreads threads, Scheduler scheduler) {
    return threads;
  }
}
