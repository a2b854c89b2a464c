package io.dynamo.simulation.check;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.Wrapping;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sees every write of every node, around whatever else is put there. */
public final class Watching implements Wrapping {
  private final Wrapping inner;
  private final SimulatedCluster cluster;
  private final MadeDots dots;
  private final Overloads overloads = new Overloads();
  private final TreeMap<NodeId, LastMade> lastMade = new TreeMap<>();

  /** The version that a node made last. */
  static final class LastMade {
    @Nullable Version version;
  }

  /** When a queue was last full. */
  static final class Overloads {
    long lastNanos = Long.MIN_VALUE;
  }

  public Watching(Wrapping inner, SimulatedCluster cluster) {
    this.inner = inner;
    this.cluster = cluster;
    this.dots = new MadeDots(cluster.violations());
  }

  /** When a store last refused something because its queue was full. */
  long lastOverloadNanos() {
    return overloads.lastNanos;
  }

  private LastMade lastMadeBy(NodeId node) {
    return lastMade.computeIfAbsent(node, created -> new LastMade());
  }

  @Override
  public Versioning versioning(NodeId node, Versioning versioning) {
    return new WatchedVersioning(inner.versioning(node, versioning), lastMadeBy(node));
  }

  @Override
  public StoreThreads threads(NodeId node, StoreThreads threads, Scheduler scheduler) {
    return new WatchedThreads(
        inner.threads(node, threads, scheduler), node, cluster, dots, lastMadeBy(node), overloads);
  }

  @Override
  public Transport transport(NodeId node, Transport transport) {
    return inner.transport(node, transport);
  }

  @Override
  public StorageEngine engine(NodeId node, Area area, StorageEngine engine) {
    return inner.engine(node, area, engine);
  }

  @Override
  public NodeLog log(NodeId node, NodeLog log) {
    return inner.log(node, log);
  }

  @Override
  public FailureDetector detector(NodeId node, FailureDetector detector) {
    return inner.detector(node, detector);
  }
}
