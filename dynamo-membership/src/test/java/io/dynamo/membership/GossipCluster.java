package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Software;
import io.dynamo.testkit.network.LinkQuality;
import io.dynamo.testkit.network.NetworkWatcher;
import io.dynamo.testkit.network.VirtualNetwork;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.NodeTime;
import io.dynamo.testkit.time.VirtualTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that gossip in virtual time, each with a log that survives its end. A node that did not
 * form the cluster joins it by its seeds, as it would in production.
 */
final class GossipCluster {
  static final ClusterSettings SETTINGS =
      new ClusterSettings("dynamo", 8, 3, 2, 2, "rotating", "dotted-version-vectors", 8);
  static final long SECOND = 1_000_000_000L;

  /** Loses, doubles and reorders. */
  static final LinkQuality BAD = new LinkQuality(1_000_000, 300_000_000, 200, 100);

  final VirtualTime time = new VirtualTime();
  final VirtualNetwork network;
  final MembershipHistory created;
  final TreeMap<NodeId, Node> nodes = new TreeMap<>();
  final TreeSet<NodeId> down = new TreeSet<>();
  final List<PeerRequest.Gossip> asked = new ArrayList<>();
  final List<PeerReply.Gossiped> answered = new ArrayList<>();
  private final TreeMap<NodeId, MapLog> logs = new TreeMap<>();
  private final Chance chance;
  private final Partitioning partitioning;
  private final int foldEvents;

  /** A cluster of so many first members, n1 to n9, all running. */
  GossipCluster(long seed, int members) {
    this(seed, members, new RotatingPartitioning());
  }

  GossipCluster(long seed, int members, Partitioning partitioning) {
    this(seed, members, partitioning, ClusterMembership.FOLD_EVENTS);
  }

  GossipCluster(long seed, int members, Partitioning partitioning, int foldEvents) {
    this.partitioning = partitioning;
    this.foldEvents = foldEvents;
    this.chance = new Chance(seed);
    this.network = new VirtualNetwork(time, chance.fork(), 1000, new Watcher());
    List<Member> first = new ArrayList<>();
    for (int i = 1; i <= members; i++) {
      first.add(member("n" + i));
    }
    this.created = MembershipHistories.create(SETTINGS, first, seed);
    for (Member member : first) {
      MapLog log = new MapLog();
      new HistoryLog(log).write(created);
      logs.put(member.id(), log);
      start(member.id().value());
    }
  }

  static Member member(String name) {
    return new Member(new NodeId(name), name + ".example", 8402, "", 1);
  }

  private static NodeId named(String hostAndPort) {
    return new NodeId(hostAndPort.substring(0, hostAndPort.indexOf('.')));
  }

  private final class Watcher implements NetworkWatcher {
    @Override
    public void onRequest(NodeId from, NodeId to, PeerRequest request) {
      if (request instanceof PeerRequest.Gossip gossip) {
        asked.add(gossip);
      }
    }

    @Override
    public void onReply(NodeId from, NodeId to, PeerRequest request, PeerReply reply) {
      if (reply instanceof PeerReply.Gossiped gossiped) {
        answered.add(gossiped);
      }
    }
  }

  /** Every link between these fares like that. */
  Runnable trouble(Collection<String> some, Collection<String> others, LinkQuality quality) {
    List<Runnable> ends = new ArrayList<>();
    for (String one : some) {
      for (String other : others) {
        if (!one.equals(other)) {
          NodeId a = new NodeId(one);
          NodeId b = new NodeId(other);
          ends.add(network.links().trouble(a, b, quality));
          ends.add(network.links().trouble(b, a, quality));
        }
      }
    }
    return () -> ends.forEach(Runnable::run);
  }

  void runSeconds(double seconds) {
    time.runUntil(time.nanos() + (long) (seconds * SECOND));
  }

  Node node(String name) {
    Node node = nodes.get(new NodeId(name));
    if (node == null) {
      throw new IllegalArgumentException("no node " + name);
    }
    return node;
  }

  MapLog log(String name) {
    return logs.computeIfAbsent(new NodeId(name), id -> new MapLog());
  }

  /** Starts it, with what its log has. */
  Node start(String name) {
    Node node = new Node(new NodeId(name));
    nodes.put(node.id, node);
    down.remove(node.id);
    node.open();
    return node;
  }

  void stop(String name) {
    Node node = node(name);
    node.time.end();
    network.close(node.id, false);
    down.add(node.id);
  }

  /** The distinct histories of all nodes that run and are members. */
  List<MembershipHistory> histories() {
    List<MembershipHistory> distinct = new ArrayList<>();
    for (Node node : nodes.values()) {
      if (node.time.isRunning() && !distinct.contains(node.history())) {
        distinct.add(node.history());
      }
    }
    return distinct;
  }

  /** The distinct digests of their rings. */
  List<Long> rings() {
    return nodes.values().stream()
        .filter(node -> node.time.isRunning())
        .map(node -> node.membership().ring().digest())
        .distinct()
        .toList();
  }

  /** Admits a node that waits, at that member. */
  void admit(String name, String at) throws ChangeRefusedException {
    ChangeRequest.Join join = new ChangeRequest.Join(member(name));
    node(at).commit(join);
  }

  /** One life of a node. */
  final class Node {
    final NodeId id;
    final NodeTime time;
    final List<Ring> rings = new ArrayList<>();
    final List<String> removed = new ArrayList<>();
    final List<String> progress = new ArrayList<>();
    private final NodeTime.Life life;
    private final Transport transport;
    private final NodeForming forming;
    private @Nullable ClusterMembership membership;
    @Nullable FormingResult result;

    private Node(NodeId id) {
      this.id = id;
      this.time = new NodeTime(GossipCluster.this.time, 0);
      this.life = time.begin();
      this.transport = network.open(id, life, this::handle);
      HistoryLog log = new HistoryLog(log(id.value()));
      FormingSetup setup =
          new FormingSetup(
              id,
              SETTINGS,
              List.of(),
              List.of("n1.example:8402"),
              log.read(),
              false,
              0,
              new FormingSetup.Joiner(member(id.value()), SOFTWARE));
      this.forming =
          new NodeForming(
              setup,
              log,
              transport,
              (address, request, timeout, handler) ->
                  transport.send(named(address), request, timeout, handler),
              life,
              events(),
              this::onFormed);
    }

    private void open() {
      forming.start();
    }

    private NoEvents events() {
      return new NoEvents() {
        @Override
        public void membershipProgress(String text) {
          progress.add(text);
        }
      };
    }

    private void onFormed(FormingResult formed) {
      result = formed;
      MembershipHistory history = new HistoryLog(log(id.value())).read();
      if (formed instanceof FormingResult.Refused || history == null) {
        return;
      }
      MembershipPorts ports =
          new MembershipPorts(
              id,
              new HistoryLog(log(id.value())),
              partitioning,
              transport,
              life,
              chance.fork(),
              node -> !down.contains(node),
              SOFTWARE,
              events(),
              removed::add);
      membership = new ClusterMembership(ports, history, rings::add, foldEvents);
      forming.follow(membership::history);
      membership.start();
    }

    ClusterMembership membership() {
      if (membership == null) {
        throw new IllegalStateException(id + " has no history yet");
      }
      return membership;
    }

    MembershipHistory history() {
      return membership().history();
    }

    void add(MembershipEvent event) {
      membership().add(given -> event);
    }

    CommitResult commit(ChangeRequest request) throws ChangeRefusedException {
      return membership().commit(request, membership().plan(request).digest());
    }

    private void handle(NodeId from, PeerRequest request, Consumer<PeerReply> reply) {
      ClusterMembership open = membership;
      if (request instanceof PeerRequest.AskHistory ask) {
        reply.accept(forming.answer(ask));
      } else if (open == null) {
        reply.accept(new Refusal(Refusal.Reason.NOT_READY, id + " waits itself"));
      } else if (request instanceof PeerRequest.Gossip gossip) {
        reply.accept(open.answer(gossip));
      } else if (request instanceof PeerRequest.AskToJoin ask) {
        reply.accept(open.answer(ask));
      } else {
        reply.accept(new Refusal(Refusal.Reason.NOT_UNDERSTOOD, "" + request));
      }
    }
  }

  static final Software SOFTWARE = new Software("test", Software.LEVEL);
}
