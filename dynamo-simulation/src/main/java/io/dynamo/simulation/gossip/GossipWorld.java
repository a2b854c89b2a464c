package io.dynamo.simulation.gossip;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Software;
import io.dynamo.membership.ClusterMembership;
import io.dynamo.membership.HistoryLog;
import io.dynamo.membership.MembershipHistories;
import io.dynamo.membership.MembershipPorts;
import io.dynamo.testkit.network.LinkQuality;
import io.dynamo.testkit.network.VirtualNetwork;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.NodeTime;
import io.dynamo.testkit.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One cluster of members that gossip, in virtual time, as a pure function of its seed. */
final class GossipWorld {
  /** Four partitions for each of 256 nodes: a plan at 200 nodes is a few moves. */
  private static final ClusterSettings SETTINGS =
      new ClusterSettings("gossip", 1024, 3, 2, 2, "one-range", "dotted-version-vectors", 10);

  private static final Software SOFTWARE = new Software("0.2.0", Software.LEVEL);

  private final VirtualTime time = new VirtualTime();
  private final GossipBytes bytes = new GossipBytes();
  private final Chance chance;
  private final VirtualNetwork network;
  private final List<ClusterMembership> members = new ArrayList<>();

  /**
   * A cluster that runs.
   *
   * @param size how many members it has
   * @param links how each link fares
   */
  GossipWorld(long seed, int size, LinkQuality links) {
    this.chance = new Chance(seed);
    this.network = new VirtualNetwork(time, chance.fork(), 1000, bytes);
    List<Member> first = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      first.add(member(i));
    }
    MembershipHistory history = changed(MembershipHistories.create(SETTINGS, first, 0));
    for (Member member : first) {
      open(member.id(), history);
    }
    if (!links.equals(LinkQuality.CLEAN)) {
      for (Member from : first) {
        first.forEach(to -> network.links().trouble(from.id(), to.id(), links));
      }
    }
    members.forEach(ClusterMembership::start);
  }

  static Member member(int index) {
    return new Member(new NodeId("node-" + index), "10.0.0." + index, 8402, "", 1);
  }

  /** One that has changed before: all its members are known to understand changes. */
  private static MembershipHistory changed(MembershipHistory created) {
    NodeId first = created.create().members().get(0).id();
    return created.with(
        List.of(new MembershipEvent.Weight(created.next(first), first, 2, List.of())));
  }

  private void open(NodeId node, MembershipHistory history) {
    NodeTime.Life life = new NodeTime(time, 0).begin();
    int index = members.size();
    Transport transport =
        network.open(node, life, (from, request, reply) -> answer(index, request, reply));
    members.add(
        new ClusterMembership(
            new MembershipPorts(
                node,
                new HistoryLog(new LastEntry()),
                new OneRange(),
                transport,
                life,
                chance.fork(),
                other -> true,
                SOFTWARE,
                new NoEvents(),
                reason -> {
                  throw new IllegalStateException(reason);
                }),
            history,
            ring -> {}));
  }

  private void answer(int index, PeerRequest request, Consumer<PeerReply> reply) {
    reply.accept(
        request instanceof PeerRequest.Gossip gossip
            ? members.get(index).answer(gossip)
            : new Refusal(Refusal.Reason.NOT_UNDERSTOOD, "nothing but gossip is spoken here"));
  }

  List<ClusterMembership> members() {
    return members;
  }

  GossipBytes bytes() {
    return bytes;
  }

  Chance chance() {
    return chance;
  }

  long nanos() {
    return time.nanos();
  }

  void run(long nanos) {
    time.runUntil(time.nanos() + nanos);
  }

  /** How many members have this history. */
  int have(MembershipHistory history) {
    int have = 0;
    for (ClusterMembership member : members) {
      have += member.history().equals(history) ? 1 : 0;
    }
    return have;
  }

  /** Nobody starts anew in these worlds: what is written is not read again. */
  private static final class LastEntry implements NodeLog {
    private final TreeMap<String, byte[]> entries = new TreeMap<>();

    @Override
    public byte @Nullable [] read(String name) {
      byte[] content = entries.get(name);
      return content == null ? null : content.clone();
    }

    @Override
    public void write(String name, byte[] content) {
      entries.put(name, content.clone());
    }

    @Override
    public void remove(String name) {
      entries.remove(name);
    }
  }
}
