package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.StoreInspection;
import io.dynamo.replication.store.Stores;
import io.dynamo.ring.Md5KeyHash;
import io.dynamo.simulation.check.Watching;
import io.dynamo.simulation.cluster.ClusterShape;
import io.dynamo.simulation.cluster.ClusterShape.Quorums;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.simulation.node.Wrapping;
import io.dynamo.simulation.trace.Counters;
import io.dynamo.simulation.trace.MessageText;
import io.dynamo.simulation.trace.Trace;
import io.dynamo.testkit.network.Holding;
import io.dynamo.testkit.network.LinkQuality;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;

/**
 * A cluster of N=3, R=W=2 on which a test plays one interleaving. Time passes only while a test
 * waits: for an answer, for a node, or for so many seconds. No node makes a dot twice (rule V4) and
 * no queue grows over its bound, or {@link #assertSound} fails.
 *
 * <p>Tombstones are reaped, and vectors compacted, after twenty seconds.
 */
final class TrapCluster {
  /** The key that everything is about, unless a test says otherwise. */
  static final Key KEY = Key.of("k");

  static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final long MOST_SECONDS = 120;
  private static final long SEEN_DOWN_SECONDS = 3;

  private final VirtualTime time = new VirtualTime();
  private final Counters counters = new Counters();
  private final SimulatedCluster cluster;

  private TrapCluster(int size, int spares) {
    Chance chance = new Chance(1);
    ClusterShape shape = new ClusterShape(size, spares, Quorums.COMMON);
    this.cluster =
        new SimulatedCluster(time, new Trace(time, null), counters, chance.fork(), shape);
    cluster.build(new Watching(Wrapping.NONE, cluster), chance.fork());
  }

  /** A cluster of so many nodes, all of which serve. */
  static TrapCluster of(int size) {
    return of(size, 0);
  }

  /** A cluster of so many nodes, all of which serve, and some that may join it. */
  static TrapCluster of(int size, int spares) {
    TrapCluster made = new TrapCluster(size, spares);
    made.nodes().subList(0, size).forEach(SimulatedNode::start);
    made.nodes().subList(0, size).forEach(made::awaitReady);
    return made;
  }

  /** A cluster of so many nodes, none of which runs. */
  static TrapCluster notStarted(int size) {
    return new TrapCluster(size, 0);
  }

  SimulatedCluster simulated() {
    return cluster;
  }

  List<SimulatedNode> nodes() {
    return cluster.nodes();
  }

  /** The owners of the key, in the order of its preference list. */
  List<SimulatedNode> owners() {
    return cluster.owners(KEY);
  }

  SimulatedNode owner(int index) {
    return owners().get(index);
  }

  /** The nodes after the owners in the preference list of the key. */
  SimulatedNode fallback(int index) {
    return cluster.node(partition().preferenceList().get(owners().size() + index));
  }

  Partition partition() {
    return cluster.ring().partition(new Md5KeyHash().position(KEY));
  }

  /** The nodes that are members by now. */
  List<SimulatedNode> members() {
    return nodes().stream().filter(node -> cluster.ring().history().isMember(node.id())).toList();
  }

  TrapClient client(SimulatedNode node) {
    return TrapClient.of(this, node);
  }

  long nanos() {
    return time.nanos();
  }

  void seconds(long seconds) {
    time.runUntil(time.nanos() + seconds * SECOND);
  }

  void millis(long millis) {
    time.runUntil(time.nanos() + millis * MILLI);
  }

  /** Until everybody believes of everybody what is so. */
  void untilSeen() {
    seconds(SEEN_DOWN_SECONDS);
  }

  void until(String what, BooleanSupplier condition) {
    long most = time.nanos() + MOST_SECONDS * SECOND;
    while (!condition.getAsBoolean()) {
      assertThat(time.nanos()).as("waited in vain: %s", what).isLessThan(most);
      millis(1);
    }
  }

  <T> T await(Answer<T> answer) {
    until("an answer", answer::isThere);
    return answer.outcome();
  }

  private void awaitReady(SimulatedNode node) {
    until(node.id() + " serves", node::isReady);
  }

  /** Starts the node; it serves when this returns. */
  void start(SimulatedNode node) {
    node.start();
    awaitReady(node);
  }

  /** Stops the node in order; its process has ended when this returns. */
  void stop(SimulatedNode node) {
    node.stop();
    until(node.id() + " has stopped", () -> !node.isRunning());
  }

  /** No messages between the two, from now on. */
  Runnable cut(SimulatedNode one, SimulatedNode other) {
    Runnable there = cutOneWay(one, other);
    Runnable back = cutOneWay(other, one);
    return () -> {
      there.run();
      back.run();
    };
  }

  Runnable cutOneWay(SimulatedNode from, SimulatedNode to) {
    return cluster.network().links().trouble(from.id(), to.id(), LinkQuality.CUT);
  }

  /** No messages between the node and any other, from now on. */
  Runnable isolate(SimulatedNode node) {
    return split(List.of(node));
  }

  /** No messages between these and the others, from now on. */
  Runnable split(List<SimulatedNode> side) {
    List<Runnable> undo = new ArrayList<>();
    for (SimulatedNode one : side) {
      for (SimulatedNode other : nodes()) {
        if (!side.contains(other)) {
          undo.add(cut(one, other));
        }
      }
    }
    return () -> undo.forEach(Runnable::run);
  }

  /** Keeps what the one asks of the other under way, requests of this kind only. */
  Holding hold(Class<? extends PeerRequest> kind, SimulatedNode from, SimulatedNode to) {
    return cluster
        .network()
        .hold(
            (sender, receiver, request) ->
                kind.isInstance(request) && sender.equals(from.id()) && receiver.equals(to.id()));
  }

  /** The values that the node holds as an owner. */
  List<String> stored(SimulatedNode node) {
    return values(state(node));
  }

  /** The values of another key that the node holds as an owner. */
  static List<String> stored(SimulatedNode node, Key key) {
    return values(node.stored(Area.RECORDS, key));
  }

  /** All that the node holds as an owner. */
  Siblings state(SimulatedNode node) {
    return node.stored(Area.RECORDS, KEY);
  }

  /** The values that the node keeps for others. */
  List<String> hint(SimulatedNode node) {
    return values(node.stored(Area.HINTS, KEY));
  }

  static List<String> values(Siblings state) {
    List<String> values = new ArrayList<>();
    for (Version version : state.live()) {
      values.add(new String(version.value(), StandardCharsets.UTF_8));
    }
    return values;
  }

  /** How often something happened, by the names of the trace. */
  long count(String what) {
    return counters.count(what);
  }

  /** How many messages of this kind have come to a node. */
  long messages(Class<? extends PeerRequest> kind) {
    return count("message " + kind.getSimpleName());
  }

  /** The cluster comes to rest: all owners have the same, these values, and nobody keeps a hint. */
  void assertSettlesOn(String... values) {
    until(
        "no hints", () -> members().stream().allMatch(node -> node.isReady() && hints(node) == 0));
    assertOwnersHold(values);
  }

  /** All owners come to have the same, these values. */
  void assertOwnersHold(String... values) {
    until("equal owners", () -> owners().stream().map(this::content).distinct().count() == 1);
    for (SimulatedNode owner : owners()) {
      assertThat(stored(owner)).as("%s holds", owner.id()).containsExactlyInAnyOrder(values);
    }
    assertSound();
  }

  static long hints(SimulatedNode node) {
    Stores stores = node.stores();
    return stores == null ? 0 : stores.hints().hintCount();
  }

  /** What owners must agree about: the memory of replaced puts is best effort (rule V10). */
  private String content(SimulatedNode owner) {
    return MessageText.of(state(owner));
  }

  /** For so long no owner shows anything but these values. */
  void assertStays(long seconds, String... values) {
    for (long i = 0; i < seconds; i++) {
      seconds(1);
      for (SimulatedNode owner : owners()) {
        assertThat(stored(owner)).as("%s holds", owner.id()).containsExactlyInAnyOrder(values);
      }
    }
    assertSettlesOn(values);
  }

  /** Nothing was found that must never be. */
  void assertSound() {
    assertThat(cluster.violations().all()).isEmpty();
    nodes().forEach(node -> assertThat(wrongLeaves(node)).as("%s", node.id()).isEmpty());
  }

  /** The leaves of the tree of this node that are not those of its records. */
  SortedSet<Integer> wrongLeaves(SimulatedNode node) {
    ClusterSettings settings = cluster.ring().history().settings();
    return StoreInspection.wrongLeaves(
        node.engine(Area.RECORDS), cluster.ring().history().clusterId(), settings.leafBits());
  }
}
