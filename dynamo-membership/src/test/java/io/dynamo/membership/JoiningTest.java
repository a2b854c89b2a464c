package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Software;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that is none of the first members comes in (rule M1). */
class JoiningTest {
  private static final Member N4 = GossipCluster.member("n4");

  @Test
  void itWaitsUntilItIsAdmittedAtAnyNode() throws Exception {
    GossipCluster cluster = new GossipCluster(1, 3);
    GossipCluster.Node n4 = cluster.start("n4");
    cluster.runSeconds(5);
    assertThat(n4.result).isNull();
    assertThat(n4.progress)
        .containsExactly(
            "asking n1.example:8402 to join their cluster",
            "waiting to be admitted: dynamo join n4 at any node of the cluster");
    for (String name : List.of("n1", "n2", "n3")) {
      assertThat(cluster.node(name).membership().candidates())
          .containsExactly(new Candidate(N4, GossipCluster.SOFTWARE));
    }

    cluster.admit("n4", "n3");
    cluster.runSeconds(3);
    assertThat(n4.result)
        .isInstanceOfSatisfying(
            FormingResult.Adopted.class,
            adopted -> {
              assertThat(adopted.history().member(n4.id)).isEqualTo(N4);
              assertThat(adopted.whole()).isFalse();
            });
    assertThat(new HistoryLog(cluster.log("n4")).read()).isEqualTo(n4.history());
    cluster.runSeconds(5);
    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.node("n1").membership().candidates()).isEmpty();
  }

  @Test
  void itGoesOnAsAMemberAfterARestart() throws Exception {
    GossipCluster cluster = joined();
    cluster.stop("n4");
    cluster.stop("n1");
    GossipCluster.Node again = cluster.start("n4");

    assertThat(again.result).isInstanceOf(FormingResult.Resumed.class);
  }

  @Test
  void aWipedMemberComesBackUnderItsNameWithoutBeingAdmittedAgain() throws Exception {
    GossipCluster cluster = joined();
    cluster.stop("n4");
    cluster.log("n4").remove("history");
    GossipCluster.Node again = cluster.start("n4");
    cluster.runSeconds(2);

    assertThat(again.result).isInstanceOf(FormingResult.Adopted.class);
    assertThat(again.history().members()).hasSize(4);
  }

  @Test
  void itSaysWhichSeedsDoNotAnswer() {
    GossipCluster cluster = new GossipCluster(1, 1);
    cluster.stop("n1");
    GossipCluster.Node n4 = cluster.start("n4");
    cluster.runSeconds(10);

    assertThat(n4.result).isNull();
    assertThat(n4.progress)
        .containsExactly(
            "asking n1.example:8402 to join their cluster",
            "waiting for one of dynamo.cluster.seeds to answer: n1.example:8402 (not reachable)");
  }

  @Test
  void aRemovedNameIsRefused() throws Exception {
    GossipCluster cluster = joined();
    cluster.stop("n4");
    cluster.node("n2").commit(new ChangeRequest.Remove(N4.id()));
    cluster.runSeconds(10);
    cluster.log("n4").remove("history");
    GossipCluster.Node again = cluster.start("n4");
    cluster.runSeconds(2);

    assertThat(again.result)
        .isInstanceOfSatisfying(
            FormingResult.Refused.class,
            refused ->
                assertThat(refused.message())
                    .contains("n1.example:8402 refuses this node: n4 was removed")
                    .contains("another dynamo.node.id"));
    assertThatThrownBy(() -> cluster.admit("n4", "n1"))
        .isInstanceOf(ChangeRefusedException.class)
        .hasMessageContaining("n4 was removed");
  }

  @Test
  void anOptionThatDiffersIsNamed() {
    GossipCluster cluster = new GossipCluster(1, 3);
    ClusterSettings other =
        new ClusterSettings("dynamo", 16, 3, 2, 2, "rotating", "dotted-version-vectors", 8);

    assertThat(
            cluster
                .node("n1")
                .membership()
                .answer(new PeerRequest.AskToJoin(N4, other, Software.UNKNOWN)))
        .isEqualTo(
            new Refusal(
                Refusal.Reason.OTHER_CLUSTER, "dynamo.cluster.partitions: 16 at n4, 8 here"));
    assertThat(cluster.node("n1").membership().candidates()).isEmpty();
  }

  @Test
  void theNameOfAMemberThatIsUpIsNotGivenToAnotherAddress() {
    GossipCluster cluster = new GossipCluster(1, 3);
    Member impostor = new Member(new NodeId("n2"), "elsewhere", 8402, "", 1);
    PeerRequest.AskToJoin ask =
        new PeerRequest.AskToJoin(impostor, GossipCluster.SETTINGS, Software.UNKNOWN);

    assertThat(cluster.node("n1").membership().answer(ask))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Refusal.Reason.OTHER_CLUSTER);
              assertThat(refusal.detail()).contains("n2 is that of a member that is up");
            });
    cluster.down.add(impostor.id());
    assertThat(cluster.node("n1").membership().answer(ask)).isInstanceOf(PeerReply.History.class);
  }

  @Test
  void whoDoesNotAskAnyMoreIsNoCandidate() {
    GossipCluster cluster = new GossipCluster(1, 3);
    cluster.start("n4");
    cluster.runSeconds(3);
    cluster.stop("n4");
    cluster.runSeconds(19);
    assertThat(cluster.node("n1").membership().candidates()).hasSize(1);
    cluster.runSeconds(3);
    assertThat(cluster.node("n1").membership().candidates()).isEmpty();
  }

  @Test
  void itIsAdmittedWhileSomeMembersAreCutOff() throws Exception {
    GossipCluster cluster = new GossipCluster(2, 3);
    cluster.runSeconds(3);
    cluster.stop("n3");
    GossipCluster.Node n4 = cluster.start("n4");
    cluster.runSeconds(3);
    cluster.admit("n4", "n2");
    cluster.runSeconds(3);
    assertThat(n4.result).isInstanceOf(FormingResult.Adopted.class);
    cluster.start("n3");
    cluster.runSeconds(20);

    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.rings()).hasSize(1);
  }

  private static GossipCluster joined() throws ChangeRefusedException {
    GossipCluster cluster = new GossipCluster(7, 3);
    cluster.start("n4");
    cluster.runSeconds(3);
    cluster.admit("n4", "n2");
    cluster.runSeconds(10);
    assertThat(cluster.histories()).hasSize(1);
    assertThat(cluster.histories().get(0).events())
        .singleElement()
        .isInstanceOf(MembershipEvent.Join.class);
    return cluster;
  }
}
