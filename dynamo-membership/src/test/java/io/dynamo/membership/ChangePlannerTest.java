package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Software;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plan, then commit (rule M5), at node n1 of n1 to n4. */
class ChangePlannerTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N4 = new NodeId("n4");
  private static final Member N5 = GossipCluster.member("n5");

  private final GossipCluster cluster = new GossipCluster(1, 4);
  private final GossipCluster.Node n1 = cluster.node("n1");

  @BeforeEach
  void hearOfAll() {
    cluster.runSeconds(3);
  }

  @Test
  void aPlanTellsWhatWouldMoveAndChangesNothing() throws Exception {
    PlannedChange plan = n1.membership().plan(new ChangeRequest.Join(N5));

    assertThat(plan.history()).isEqualTo(n1.history().digest());
    assertThat(plan.moves()).hasSize(1);
    assertThat(plan.copies()).isNotEmpty();
    assertThat(plan.copiesMoved())
        .isEqualTo(plan.copies().stream().mapToInt(one -> one.to().size()).sum());
    assertThat(plan.shares().stream().mapToInt(PlannedChange.Share::before).sum()).isEqualTo(24);
    assertThat(plan.shares().stream().mapToInt(PlannedChange.Share::after).sum()).isEqualTo(24);
    assertThat(plan.shares())
        .anySatisfy(
            share -> {
              assertThat(share.node()).isEqualTo(N5.id());
              assertThat(share.before()).isZero();
              assertThat(share.after()).isPositive();
            });
    assertThat(plan.zones()).containsExactly(new PlannedChange.ZoneShare("", 24, 24));
    assertThat(plan.atRisk()).isZero();
    assertThat(plan.warnings())
        .anyMatch(warning -> warning.contains("has not asked this node to be admitted"))
        .anyMatch(warning -> warning.contains("8 partitions on 5 members are fewer than 8"));
    assertThat(n1.history()).isEqualTo(cluster.created);
  }

  @Test
  void whatWasPlannedIsCommittedAtAnyNode() throws Exception {
    ChangeRequest join = new ChangeRequest.Join(N5);
    String digest = n1.membership().plan(join).digest();
    CommitResult result = cluster.node("n3").membership().commit(join, digest);
    cluster.runSeconds(10);

    assertThat(result).isInstanceOf(CommitResult.Committed.class);
    assertThat(n1.history().member(N5.id())).isEqualTo(N5);
    assertThat(n1.history().events())
        .singleElement()
        .isInstanceOfSatisfying(
            MembershipEvent.Join.class, event -> assertThat(event.plan()).hasSize(1));
  }

  @Test
  void aPlanOfAnotherHistoryIsNotCommitted() throws Exception {
    ChangeRequest join = new ChangeRequest.Join(N5);
    String digest = n1.membership().plan(join).digest();
    n1.commit(new ChangeRequest.SetWeight(N2, 3));
    MembershipHistory before = n1.history();
    CommitResult result = n1.membership().commit(join, digest);

    assertThat(result)
        .isInstanceOfSatisfying(
            CommitResult.Outdated.class,
            outdated -> {
              assertThat(outdated.now().digest()).isNotEqualTo(digest);
              assertThat(outdated.reason()).contains("look at the plan of now");
            });
    assertThat(n1.history()).isEqualTo(before);
    assertThat(n1.membership().commit(new ChangeRequest.SetWeight(N2, 4), digest))
        .as("of another request")
        .isInstanceOf(CommitResult.Outdated.class);
    assertThat(n1.membership().commit(new ChangeRequest.SetWeight(N2, 3), digest))
        .isEqualTo(new CommitResult.Refused("n2 has weight 3 already"));
  }

  @Test
  void whatMakesNoSenseIsRefusedWithTheReason() {
    assertThat(refusal(new ChangeRequest.Leave(new NodeId("n9"))))
        .isEqualTo("there is no member n9; members are n1, n2, n3, n4");
    assertThat(refusal(new ChangeRequest.Join(GossipCluster.member("n2"))))
        .isEqualTo("n2 is a member already");
    assertThat(refusal(new ChangeRequest.Join(new Member(N5.id(), "n2.example", 8402, "", 1))))
        .contains("is that of member n2: each node needs its own");
    assertThat(refusal(new ChangeRequest.Remove(N4))).contains("n4 is up and must not be removed");
    assertThat(refusal(new ChangeRequest.Remove(N1))).contains("n1 is up and must not be removed");
    assertThat(refusal(new ChangeRequest.Replace(N4, N5)))
        .contains("n4 is up and must not be replaced");
    assertThat(refusal(new ChangeRequest.SetWeight(N2, 0)))
        .isEqualTo("the weight of n2 must be 1..1000, was 0");
    assertThat(refusal(new ChangeRequest.SetWeight(N2, 1))).isEqualTo("n2 has weight 1 already");
    assertThat(refusal(new ChangeRequest.SetZone(N2, ""))).isEqualTo("n2 has no zone already");
    assertThat(refusal(new ChangeRequest.SetZone(N2, "z".repeat(65)))).contains("at most 64");
    assertThat(refusal(new ChangeRequest.Cancel(new EventId(3, N2))))
        .contains("no change 3@n2 that could be taken back");
  }

  @Test
  void theLastMemberCannotLeave() throws Exception {
    GossipCluster one = new GossipCluster(2, 1);

    assertThat(
            catchThrowableOfType(
                    ChangeRefusedException.class,
                    () -> one.node("n1").membership().plan(new ChangeRequest.Leave(N1)))
                .reason())
        .isEqualTo("n1 cannot leave: no other member would keep what it keeps");
    n1.commit(new ChangeRequest.Leave(N2));
    assertThat(refusal(new ChangeRequest.Leave(N2))).isEqualTo("n2 is leaving already");
    assertThat(refusal(new ChangeRequest.SetWeight(N2, 3))).isEqualTo("n2 is leaving already");
  }

  @Test
  void aDeadMemberIsRemovedOrReplacedWithAWordOnWhatIsLost() throws Exception {
    cluster.down.add(N4);
    PlannedChange remove = n1.membership().plan(new ChangeRequest.Remove(N4));

    assertThat(remove.atRisk()).isEqualTo(6);
    assertThat(remove.warnings()).anyMatch(text -> text.startsWith("what only n4 has is given up"));
    PlannedChange replace = n1.membership().plan(new ChangeRequest.Replace(N4, N5));
    assertThat(replace.digest()).isNotEqualTo(remove.digest());
    cluster.down.add(N2);
    cluster.down.add(new NodeId("n3"));
    assertThat(n1.membership().plan(new ChangeRequest.Remove(N4)).warnings())
        .anyMatch(text -> text.startsWith("no other owner of these 2 partitions answers"));
    n1.commit(new ChangeRequest.Replace(N4, N5));
    assertThat(n1.history().standing(N4)).isEqualTo(Standing.REMOVED);
    assertThat(refusal(new ChangeRequest.Cancel(new EventId(1, N1))))
        .contains("n4 was given up")
        .contains("cannot be taken back");
  }

  @Test
  void aChangeIsTakenBackAsLongAsItIsNotDone() throws Exception {
    n1.commit(new ChangeRequest.Join(N5));
    EventId join = new EventId(1, N1);
    assertThat(n1.membership().ring().moving()).isNotEmpty();
    PlannedChange plan = n1.membership().plan(new ChangeRequest.Cancel(join));
    assertThat(plan.copies()).isNotEmpty();

    n1.membership()
        .ring()
        .moving()
        .forEach(
            partition ->
                n1.membership()
                    .add(
                        id ->
                            new MembershipEvent.HandedOver(
                                id,
                                partition.index(),
                                partition.owners(),
                                partition.futureOwners())));
    assertThat(refusal(new ChangeRequest.Cancel(join))).contains("is done");
    n1.commit(new ChangeRequest.Leave(N2));
    assertThat(refusal(new ChangeRequest.Cancel(join)))
        .as("it had come to rest before the next change")
        .contains("is done");
    EventId leave = n1.history().changes().get(1).id();
    n1.commit(new ChangeRequest.Cancel(leave));
    assertThat(n1.history().standing(N2)).isEqualTo(Standing.MEMBER);
    assertThat(refusal(new ChangeRequest.Cancel(leave))).contains("taken back already");
  }

  @Test
  void nothingIsChangedWhileAMemberRunsAnOlderVersion() {
    n1.membership().answer(gossip("n3", new Software("0.1.0", 0)));

    assertThat(refusal(new ChangeRequest.SetWeight(N2, 3))).endsWith("n3 (0.1.0)");
    n1.membership().answer(gossip("n3", GossipCluster.SOFTWARE));
    assertThat(n1.membership().software(new NodeId("n3"))).isEqualTo(GossipCluster.SOFTWARE);
  }

  @Test
  void nothingIsChangedBeforeAllHaveBeenHeardOf() {
    GossipCluster other = new GossipCluster(3, 3);
    other.stop("n3");
    other.stop("n2");
    GossipCluster.Node fresh = other.start("n2");
    other.runSeconds(5);

    assertThat(
            catchThrowableOfType(
                    ChangeRefusedException.class,
                    () -> fresh.membership().plan(new ChangeRequest.SetWeight(N1, 3)))
                .reason())
        .endsWith("n3 (not heard of)");
  }

  private static PeerRequest.Gossip gossip(String from, Software software) {
    return new PeerRequest.Gossip(new NodeId(from), HashSum.ZERO, software, List.of(), List.of());
  }

  private String refusal(ChangeRequest request) {
    return catchThrowableOfType(ChangeRefusedException.class, () -> n1.membership().plan(request))
        .reason();
  }
}
