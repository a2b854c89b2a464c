package io.dynamo.simulation.cluster;

import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Partitioning;
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
import io.dynamo.testkit.network.LinkQuality;
import io.dynamo.testkit.network.VirtualNetwork;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Some nodes that form a cluster, and some that may join it later, in one time and on one network.
 */
public final class SimulatedCluster {
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
  private final ClusterShape shape;
  private final MembershipHistory first;
  private final Truth truth;
  private final Partitioning placement = new SharedPlacement(new EvenTokens());
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Health health;

  /** A cluster of which no node runs yet. */
  public SimulatedCluster(
      VirtualTime time, Trace trace, Counters counters, Chance chance, ClusterShape shape) {
    this.time = time;
    this.shape = shape;
    this.counters = counters;
    this.trace = trace;
    this.violations = new Violations(trace);
    this.network =
        new VirtualNetwork(
            time,
            chance.fork(),
            StoreBounds.SMALL.requestsUnderWay(),
            new TracedNetwork(trace, counters));
    this.first = first(shape);
    this.truth = new Truth(placement, first);
    this.health = new Health(time, network.links(), nodes, () -> ring().history());
  }

  private static MembershipHistory first(ClusterShape shape) {
    List<Member> members = new ArrayList<>();
    for (int i = 1; i <= shape.size(); i++) {
      members.add(member(i));
    }
    ClusterSettings settings =
        new ClusterSettings(
            "simulated",
            PARTITIONS,
            shape.quorums().replicas(),
            shape.quorums().read(),
            shape.quorums().write(),
            "even-tokens",
            "dotted",
            LEAF_BITS);
    return MembershipHistories.create(settings, members, 0);
  }

  private static Member member(int number) {
    return new Member(new NodeId("n" + number), "host" + number, 8402, "", 1);
  }

  /** Makes the nodes, each with this between it and its ports. */
  public void build(Wrapping wrapping, Chance chance) {
    for (int i = 1; i <= shape.size() + shape.spares(); i++) {
      NodeSetup setup = setup(member(i), wrapping);
      NodeSetup right = i <= shape.size() ? setup : setup.joining(first.members());
      nodes.add(new SimulatedNode(right, time, network, this::at, chance.fork(), new Watcher()));
    }
  }

  /** The node that listens at this address. */
  private NodeId at(String address) {
    for (SimulatedNode node : nodes) {
      if (address.equals(node.self().host() + ":" + node.self().peerPort())) {
        return node.id();
      }
    }
    throw new IllegalArgumentException("nobody listens at " + address);
  }

  /** What a node that forms this cluster is configured with. */
  public NodeSetup setup(Member self, Wrapping wrapping) {
    return new NodeSetup(
        self,
        first.settings(),
        first.members(),
        List.of(),
        placement,
        keyHash,
        new DottedVersionVectors(),
        StoreBounds.SMALL,
        BACKGROUND,
        wrapping,
        new TracedEvents(self.id(), trace, counters));
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

  /** All nodes, also those that are no members yet, or not any more. */
  public List<SimulatedNode> nodes() {
    return nodes;
  }

  /** Whether this node was a member from the beginning. */
  public boolean isFirst(NodeId id) {
    return first.isMember(id);
  }

  public SimulatedNode node(NodeId id) {
    for (SimulatedNode node : nodes) {
      if (node.id().equals(id)) {
        return node;
      }
    }
    throw new IllegalArgumentException("no node " + id);
  }

  /** How large it was made. */
  public ClusterShape shape() {
    return shape;
  }

  /** The ring of all that any member has in its history by now; no node need have it. */
  public Ring ring() {
    return truth.ring();
  }

  /** The partition that keeps this key, in {@link #ring}. */
  public Partition partition(Key key) {
    return ring().partition(keyHash.position(key));
  }

  /** How every member that runs sees the partition that keeps this key, and how it is. */
  public List<Partition> views(Key key) {
    List<Partition> views = new ArrayList<>(List.of(partition(key)));
    for (SimulatedNode node : nodes) {
      MembershipHistory history = node.history();
      if (history != null && ring().history().isMember(node.id())) {
        Partition view = placement.place(history).partition(keyHash.position(key));
        if (!views.get(views.size() - 1).equals(view)) {
          views.add(view);
        }
      }
    }
    return views;
  }

  /** The nodes of which some member has learnt at this time or later that they are members. */
  public Set<NodeId> knownSince(long nanos) {
    return truth.knownSince(nanos);
  }

  /** The present owners of this key, in {@link #ring}. */
  public List<SimulatedNode> owners(Key key) {
    List<SimulatedNode> owners = new ArrayList<>();
    partition(key).owners().forEach(id -> owners.add(node(id)));
    return owners;
  }

  /**
   * The disk of this node is empty now. Whoever installs it anew tells it to join the cluster as it
   * is by now: the first members may be gone.
   */
  public void onWiped(SimulatedNode node) {
    truth.onLost(node.id());
    health.lost(node.id(), 0);
    if (!ring().history().events().isEmpty() || ring().history().checkpoint() != null) {
      node.join(ring().history().members());
    }
  }

  /** This machine is gone for good, and with it all that it alone has, and what it alone knows. */
  public void giveUp(SimulatedNode node) {
    node.giveUp();
    truth.onLost(node.id());
    health.givenUp(node.id());
  }

  /** Starts a node that was down, unless it left for good: then there is no reason to. */
  public void startAgain(SimulatedNode node) {
    Standing standing = ring().history().standing(node.id());
    if (standing == null || standing.isMember()) {
      node.start();
    }
  }

  /** No messages between these and those, from now on. */
  public Runnable cut(List<SimulatedNode> these, List<SimulatedNode> those) {
    List<Runnable> undo = new ArrayList<>();
    for (SimulatedNode one : these) {
      for (SimulatedNode other : those) {
        undo.add(network.links().trouble(one.id(), other.id(), LinkQuality.CUT));
        undo.add(network.links().trouble(other.id(), one.id(), LinkQuality.CUT));
      }
    }
    health.changed();
    return () -> {
      undo.forEach(Runnable::run);
      health.changed();
    };
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
    public void onHistory(NodeId node, MembershipHistory history) {
      truth.onHistory(node, history, time.nanos());
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
