package io.dynamo.simulation.cluster;

import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.membership.MembershipHistories;
import io.dynamo.replication.background.BackgroundSettings;
import io.dynamo.replication.versioning.DottedVersionVectors;
import io.dynamo.ring.EvenTokens;
import io.dynamo.ring.Md5KeyHash;
import io.dynamo.simulation.node.NodeSetup;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.simulation.node.StoreBounds;
import io.dynamo.simulation.node.Wrapping;
import io.dynamo.simulation.trace.Counters;
import io.dynamo.simulation.trace.Trace;
import io.dynamo.simulation.trace.TracedEvents;
import io.dynamo.simulation.trace.TracedNetwork;
import io.dynamo.testkit.network.VirtualNetwork;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;

/** Some nodes that form a cluster, in one time and on one network. */
public final class SimulatedCluster {
  private static final int REPLICAS = 3;
  private static final int PARTITIONS = 16;
  private static final int LEAF_BITS = 8;

  /** Tombstones are reaped, and records scrubbed, often enough to meet everything else. */
  private static final BackgroundSettings BACKGROUND =
      new BackgroundSettings(20_000, 10_000_000_000L, 5_000_000_000L);

  private final VirtualTime time;
  private final Counters counters;
  private final Trace trace;
  private final Violations violations;
  private final VirtualNetwork network;
  private final KeyHash keyHash = new Md5KeyHash();
  private final Ring ring;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Health health;

  /**
   * A cluster of which no node runs yet.
   *
   * @param size how many nodes, at least 3
   * @param writeQuorum W; R is the least that meets it
   */
  public SimulatedCluster(
      VirtualTime time, Trace trace, Counters counters, Chance chance, int size, int writeQuorum) {
    this.time = time;
    this.counters = counters;
    this.trace = trace;
    this.violations = new Violations(trace);
    this.network =
        new VirtualNetwork(
            time,
            chance.fork(),
            StoreBounds.SMALL.requestsUnderWay(),
            new TracedNetwork(trace, counters));
    this.ring = new EvenTokens().place(history(size, writeQuorum));
    this.health = new Health(time, network.links(), nodes);
  }

  private static MembershipHistory history(int size, int writeQuorum) {
    List<Member> members = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      members.add(new Member(new NodeId("n" + i), "host" + i, 8402, "", 1));
    }
    ClusterSettings settings =
        new ClusterSettings(
            "simulated",
            PARTITIONS,
            REPLICAS,
            REPLICAS + 1 - writeQuorum,
            writeQuorum,
            "even-tokens",
            "dotted",
            LEAF_BITS);
    return MembershipHistories.create(settings, members, 0);
  }

  /** Makes the nodes, each with this between it and its ports. */
  public void build(Wrapping wrapping, Chance chance) {
    for (Member member : ring.history().members()) {
      NodeSetup setup = setup(member.id(), wrapping);
      nodes.add(new SimulatedNode(setup, time, network, chance.fork(), new Watcher()));
    }
  }

  /** What a node of this cluster is configured with. */
  public NodeSetup setup(NodeId id, Wrapping wrapping) {
    return new NodeSetup(
        id,
        ring.history().settings(),
        ring.history().members(),
        new EvenTokens(),
        keyHash,
        new DottedVersionVectors(),
        StoreBounds.SMALL,
        BACKGROUND,
        wrapping,
        new TracedEvents(id, trace, counters));
  }

  public VirtualTime time() {
    return time;
  }

  public Counters counters() {
    return counters;
  }

  public Trace trace() {
    return trace;
  }

  public Violations violations() {
    return violations;
  }

  public VirtualNetwork network() {
    return network;
  }

  /** All nodes, in the order of their names. */
  public List<SimulatedNode> nodes() {
    return nodes;
  }

  public SimulatedNode node(NodeId id) {
    for (SimulatedNode node : nodes) {
      if (node.id().equals(id)) {
        return node;
      }
    }
    throw new IllegalArgumentException("no node " + id);
  }

  /** The ring that all nodes have once they have formed. */
  public Ring ring() {
    return ring;
  }

  /** The owners of this key. */
  public List<SimulatedNode> owners(Key key) {
    List<SimulatedNode> owners = new ArrayList<>();
    ring.owners(keyHash.position(key)).forEach(id -> owners.add(node(id)));
    return owners;
  }

  public Health health() {
    return health;
  }

  private final class Watcher implements SimulatedNode.Watcher {
    @Override
    public void onChanged(NodeId node, String what) {
      health.changed();
      trace.event(node, what);
    }

    @Override
    public void onTorn(NodeId node, int batches) {
      for (int i = 0; i < batches; i++) {
        counters.add("torn batch dropped");
      }
    }

    @Override
    public void onBug(NodeId node, Throwable bug) {
      violations.add('x', node + " met a bug: " + bug);
    }
  }
}
