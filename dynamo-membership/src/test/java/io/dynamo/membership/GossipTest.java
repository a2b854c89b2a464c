package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.storage.StorageException;
import io.dynamo.testkit.Seeds;
import io.dynamo.testkit.network.LinkQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Histories spread and come together (Dynamo §4.8.1, §4.8.2; rules M2, M3). */
class GossipTest {
  @Seeds(200)
  void allEndWithOneHistoryOverANetworkThatLosesDoublesAndReorders(
      long seed, RandomGenerator random) {
    int members = 2 + (int) (seed % 6);
    GossipCluster cluster = new GossipCluster(seed, members);
    List<String> names = names(1, members);
    cluster.trouble(names, names, GossipCluster.BAD);
    for (int i = 0; i < 15; i++) {
      cluster.runSeconds(random.nextDouble() * 2);
      GossipCluster.Node node = cluster.node(names.get(random.nextInt(members)));
      int weight = 2 + i;
      NodeId subject = new NodeId(names.get(random.nextInt(members)));
      node.membership().add(id -> new MembershipEvent.Weight(id, subject, weight, List.of()));
    }
    cluster.runSeconds(60);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.histories().get(0).events()).hasSize(15);
    assertThat(cluster.rings()).hasSize(1);
    for (String name : names) {
      assertThat(new HistoryLog(cluster.log(name)).read()).isEqualTo(cluster.histories().get(0));
    }
  }

  @Seeds(50)
  void twoSidesOfACutThatEachAdmitANodeComeToOneRing(long seed) throws Exception {
    GossipCluster cluster = new GossipCluster(seed, 5);
    cluster.runSeconds(5);
    List<String> left = List.of("n1", "n2", "n6");
    List<String> right = List.of("n3", "n4", "n5", "n7");
    Runnable heal = cluster.trouble(left, right, LinkQuality.CUT);
    cluster.admit("n6", "n2");
    cluster.admit("n7", "n4");
    cluster.runSeconds(20);
    assertThat(cluster.histories()).hasSize(2);
    heal.run();
    cluster.runSeconds(40);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.histories().get(0).members()).hasSize(7);
    assertThat(cluster.rings()).hasSize(1);
  }

  /**
   * A node whose disk was put back to an earlier time has forgotten what it made then, and has made
   * more since: one that heard the first alone brings it to all.
   */
  @Test
  void anEventThatItsOriginHasForgottenReachesAll() {
    GossipCluster cluster = new GossipCluster(1, 3);
    List<MembershipEvent> made = new ArrayList<>();
    for (long time = 1; time <= 5; time++) {
      EventId id = new EventId(time, new NodeId("n3"));
      made.add(new MembershipEvent.Weight(id, new NodeId("n1"), (int) time + 1, List.of()));
    }
    for (String name : names(1, 3)) {
      cluster.stop(name);
      List<MembershipEvent> known = name.equals("n2") ? made : made.subList(1, 5);
      new HistoryLog(cluster.log(name)).write(cluster.created.with(known));
    }
    names(1, 3).forEach(cluster::start);
    cluster.runSeconds(30);

    assertThat(cluster.histories()).containsExactly(cluster.created.with(made));
  }

  /** Logs that no order of messages leads to: gaps, forks of one node, events of nobody. */
  @Seeds(100)
  void whateverTheLogsHoldAllComesTogether(long seed, RandomGenerator random) {
    GossipCluster cluster = new GossipCluster(seed, 3);
    List<MembershipEvent> all = new ArrayList<>();
    for (String name : names(1, 3)) {
      cluster.stop(name);
      List<MembershipEvent> events = new ArrayList<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        events.add(RandomEvents.known(random));
      }
      all.addAll(events);
      new HistoryLog(cluster.log(name)).write(cluster.created.with(events));
    }
    names(1, 3).forEach(cluster::start);
    cluster.runSeconds(30);

    assertThat(cluster.histories()).containsExactly(cluster.created.with(all));
  }

  @Test
  void anEventIsDurableBeforeItCounts() {
    GossipCluster cluster = new GossipCluster(1, 3);
    cluster.runSeconds(3);
    cluster.log("n2").full = true;
    GossipCluster.Node n2 = cluster.node("n2");

    assertThatThrownBy(
            () -> n2.membership().add(id -> new MembershipEvent.Weight(id, n2.id, 5, List.of())))
        .isInstanceOf(StorageException.class);
    cluster.runSeconds(20);
    assertThat(cluster.histories()).containsExactly(cluster.created);
    assertThat(n2.rings).isEmpty();
  }

  @Test
  void aNodeThatCannotKeepAnEventDoesNotPassItOn() {
    GossipCluster cluster = new GossipCluster(1, 3);
    cluster.runSeconds(3);
    cluster.log("n2").full = true;
    cluster.trouble(List.of("n1"), List.of("n3"), LinkQuality.CUT);
    weight(cluster.node("n1"), 7);
    cluster.runSeconds(20);

    assertThat(cluster.node("n2").history()).isEqualTo(cluster.created);
    assertThat(cluster.node("n3").history()).isEqualTo(cluster.created);
    assertThat(cluster.node("n2").progress)
        .contains("the history cannot be kept: the disk is full");
    cluster.log("n2").full = false;
    cluster.runSeconds(20);
    assertThat(cluster.histories()).hasSize(1);
  }

  @Test
  void anEventThatWasKeptBeforeACrashSpreadsAfterIt() {
    GossipCluster cluster = new GossipCluster(2, 3);
    cluster.runSeconds(3);
    cluster.trouble(List.of("n1"), List.of("n2", "n3"), LinkQuality.CUT);
    weight(cluster.node("n1"), 9);
    cluster.stop("n1");
    cluster.network.links().heal();
    cluster.runSeconds(10);
    assertThat(cluster.histories()).containsExactly(cluster.created);
    cluster.start("n1");
    cluster.runSeconds(10);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.histories().get(0).member(new NodeId("n1")).weight()).isEqualTo(9);
  }

  @Test
  void aNodeThatWasAwayCatchesUpInMessagesOfLimitedLength() {
    GossipCluster cluster = new GossipCluster(3, 3);
    cluster.runSeconds(3);
    cluster.stop("n3");
    for (int i = 0; i < 1200; i++) {
      GossipCluster.Node node = cluster.node(i % 3 == 0 ? "n1" : "n2");
      String zone = "z".repeat(60) + i;
      node.membership().add(id -> new MembershipEvent.Zone(id, node.id, zone, List.of()));
    }
    cluster.runSeconds(10);
    MembershipHistory all = cluster.node("n1").history();
    assertThat(all.events()).hasSize(1200);
    cluster.asked.clear();
    cluster.answered.clear();
    cluster.start("n3");
    cluster.runSeconds(20);

    assertThat(cluster.histories()).containsExactly(all);
    assertThat(cluster.asked).isNotEmpty();
    assertThat(cluster.asked)
        .allMatch(gossip -> bytes(gossip.events()) <= PeerRequest.Gossip.MAX_BYTES);
    assertThat(cluster.answered)
        .allMatch(gossiped -> bytes(gossiped.events()) <= PeerRequest.Gossip.MAX_BYTES);
    assertThat(
            cluster.answered.stream().mapToInt(reply -> bytes(reply.events())).sum()
                + cluster.asked.stream().mapToInt(gossip -> bytes(gossip.events())).sum())
        .as("bytes in all")
        .isGreaterThan(PeerRequest.Gossip.MAX_BYTES);
  }

  @Test
  void atRestDigestsAloneAreCompared() {
    GossipCluster cluster = new GossipCluster(4, 5);
    weight(cluster.node("n1"), 3);
    cluster.runSeconds(20);
    cluster.asked.clear();
    cluster.answered.clear();
    cluster.runSeconds(20);

    assertThat(cluster.asked).hasSizeBetween(90, 100);
    assertThat(cluster.asked)
        .allMatch(gossip -> gossip.known().isEmpty() && gossip.events().isEmpty());
    assertThat(cluster.answered)
        .allMatch(gossiped -> gossiped.known().isEmpty() && gossiped.events().isEmpty());
  }

  @Test
  void handedOverPartitionIsKnownToItsOwnersAtOnce() {
    GossipCluster cluster = new GossipCluster(5, 7);
    cluster.runSeconds(5);
    GossipCluster.Node n1 = cluster.node("n1");
    List<NodeId> from = n1.membership().ring().partitions().get(2).owners();
    List<NodeId> to = List.of(new NodeId("n3"), new NodeId("n4"), new NodeId("n7"));
    n1.membership().add(id -> new MembershipEvent.HandedOver(id, 2, from, to));
    cluster.runSeconds(0.01);

    for (String owner : List.of("n1", "n3", "n4", "n5", "n7")) {
      assertThat(cluster.node(owner).membership().ring().partitions().get(2).owners())
          .as(owner)
          .isEqualTo(to);
    }
  }

  @Test
  void reconcilingBringsBothToTheSameHistoryAndTellsAllWhoAsked() {
    GossipCluster cluster = new GossipCluster(6, 3);
    cluster.runSeconds(3);
    Runnable heal = cluster.trouble(List.of("n1"), List.of("n2", "n3"), LinkQuality.CUT);
    weight(cluster.node("n1"), 3);
    weight(cluster.node("n2"), 4);
    cluster.runSeconds(1.5);
    heal.run();
    List<String> told = new ArrayList<>();
    NodeId n2 = new NodeId("n2");
    cluster.node("n1").membership().reconcile(n2, () -> told.add("first"));
    cluster.node("n1").membership().reconcile(n2, () -> told.add("second"));
    cluster.runSeconds(0.05);

    assertThat(told).containsExactly("first", "second");
    assertThat(cluster.node("n1").history()).isEqualTo(cluster.node("n2").history());
    assertThat(cluster.node("n1").history().events()).hasSize(2);
  }

  @Test
  void reconcilingWithANodeThatIsDownEndsToo() {
    GossipCluster cluster = new GossipCluster(7, 3);
    cluster.stop("n2");
    List<String> told = new ArrayList<>();
    cluster.node("n1").membership().reconcile(new NodeId("n2"), () -> told.add("down"));
    cluster.node("n1").membership().reconcile(new NodeId("n1"), () -> told.add("self"));
    cluster.runSeconds(2);

    assertThat(told).containsExactlyInAnyOrder("down", "self");
  }

  @Test
  void anEventOfALaterVersionIsKeptAndPassedOnButGivesNoRing() {
    GossipCluster cluster = new GossipCluster(8, 3);
    cluster.runSeconds(3);
    MembershipEvent later = EventFormat.decode(new byte[] {99, 1, 2, 'n', '1', 5});
    long ring = cluster.node("n1").membership().ring().digest();
    cluster.node("n1").add(later);
    weight(cluster.node("n2"), 8);
    cluster.runSeconds(20);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.histories().get(0).isUnderstood()).isFalse();
    for (String name : names(1, 3)) {
      GossipCluster.Node node = cluster.node(name);
      assertThat(node.progress).anyMatch(text -> text.contains("until it is upgraded"));
      assertThat(node.rings).allMatch(one -> one.history().isUnderstood());
    }
    assertThat(cluster.node("n1").membership().ring().digest()).isEqualTo(ring);
  }

  @Test
  void aRemovedNodeIsRefusedAndToldSo() throws Exception {
    GossipCluster cluster = new GossipCluster(9, 4);
    cluster.runSeconds(5);
    cluster.trouble(List.of("n4"), names(1, 3), LinkQuality.CUT);
    cluster.down.add(new NodeId("n4"));
    cluster.node("n1").commit(new ChangeRequest.Remove(new NodeId("n4")));
    weight(cluster.node("n4"), 17);
    cluster.runSeconds(20);
    cluster.network.links().heal();
    cluster.runSeconds(20);

    assertThat(cluster.node("n4").removed)
        .singleElement()
        .asString()
        .contains("n4 was removed from the cluster as dead");
    assertThat(cluster.node("n1").history().events())
        .as("what it decided behind the cut is not taken")
        .hasSize(1);
  }

  @Test
  void whoLeavesIsToldToStopOnlyWhenOthersKnow() {
    GossipCluster cluster = new GossipCluster(12, 4);
    cluster.runSeconds(5);
    NodeId n4 = new NodeId("n4");
    cluster.node("n1").membership().add(id -> new MembershipEvent.Leave(id, n4, List.of()));
    cluster.runSeconds(10);
    cluster.trouble(List.of("n4"), names(1, 3), LinkQuality.CUT);
    cluster.node("n4").membership().add(MembershipEvent.Gone::new);
    cluster.runSeconds(20);
    assertThat(cluster.node("n4").removed).isEmpty();
    cluster.network.links().heal();
    cluster.runSeconds(10);

    assertThat(cluster.node("n4").removed)
        .containsExactly("n4 has left the cluster and keeps nothing any more");
    assertThat(cluster.histories()).hasSize(1);
  }

  @Test
  void whoLeftAndWasAdmittedAgainIsNotStoppedByANodeThatHasNotHeardYet() {
    GossipCluster cluster = new GossipCluster(10, 4);
    cluster.runSeconds(5);
    NodeId n4 = new NodeId("n4");
    cluster.node("n1").membership().add(id -> new MembershipEvent.Leave(id, n4, List.of()));
    cluster.runSeconds(10);
    cluster.node("n4").membership().add(MembershipEvent.Gone::new);
    cluster.runSeconds(10);
    assertThat(cluster.node("n4").removed).hasSize(1);
    cluster.stop("n4");
    cluster.trouble(List.of("n3"), List.of("n1", "n2"), LinkQuality.CUT);
    Member again = GossipCluster.member("n4");
    cluster.node("n1").membership().add(id -> new MembershipEvent.Join(id, again, List.of()));
    cluster.log("n4").remove("history");
    GossipCluster.Node back = cluster.start("n4");
    cluster.runSeconds(30);

    assertThat(back.removed).isEmpty();
    assertThat(cluster.histories()).as("n3 heard of it by n4 alone").hasSize(1);
  }

  @Test
  void aNodeAtAnotherAddressTellsItsPeers() {
    GossipCluster cluster = new GossipCluster(11, 3);
    cluster.runSeconds(5);
    Member moved = new Member(new NodeId("n2"), "elsewhere", 9000, "", 1);
    cluster.node("n2").membership().advertise(moved);
    cluster.runSeconds(10);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.node("n1").history().member(new NodeId("n2"))).isEqualTo(moved);
    assertThat(cluster.node("n1").history().events()).hasSize(1);
  }

  private static void weight(GossipCluster.Node node, int weight) {
    node.membership()
        .add((EventId id) -> new MembershipEvent.Weight(id, node.id, weight, List.of()));
  }

  private static int bytes(List<MembershipEvent> events) {
    return events.stream().mapToInt(event -> EventFormat.encode(event).length).sum();
  }

  private static List<String> names(int first, int last) {
    List<String> names = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      names.add("n" + i);
    }
    return names;
  }
}
