package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule M1 from the side of the one that is asked. */
class HistoryResponderTest {
  private static final NodeId N3 = new NodeId("n3");
  private static final MembershipHistory HISTORY =
      MembershipHistories.create(Samples.SETTINGS, Samples.THREE, 1);

  private final HistoryResponder responder = new HistoryResponder(Samples.SETTINGS, Samples.THREE);

  @Test
  void withoutHistoryItSaysSo() {
    assertThat(ask(Samples.SETTINGS, Samples.THREE)).isEqualTo(new PeerReply.History(null, false));
    assertThat(responder.toldNone(N3)).isTrue();
  }

  @Test
  void withHistoryItGivesIt() {
    responder.onHistory(HISTORY);

    assertThat(ask(Samples.SETTINGS, Samples.THREE))
        .isEqualTo(new PeerReply.History(HISTORY, false));
    assertThat(responder.toldNone(N3)).isFalse();
  }

  @Test
  void anOptionThatDiffersIsNamedWithBothValues() {
    Refusal expected =
        new Refusal(Refusal.Reason.OTHER_CLUSTER, "dynamo.cluster.partitions: 512 at n3, 256 here");

    assertThat(ask(Samples.settings(512), Samples.THREE)).isEqualTo(expected);
    assertThat(responder.toldNone(N3)).isFalse();
    responder.onHistory(HISTORY);
    assertThat(ask(Samples.settings(512), Samples.THREE)).isEqualTo(expected);
  }

  @Test
  void initialMembersThatDifferAreRefusedWhileThereIsNoHistory() {
    List<Member> two = Samples.THREE.subList(1, 3);

    assertThat(ask(Samples.SETTINGS, two))
        .isEqualTo(
            new Refusal(
                Refusal.Reason.OTHER_CLUSTER,
                "dynamo.cluster.initial-members: n2=127.0.0.1:8412,n3=127.0.0.1:8422 at n3,"
                    + " n1=127.0.0.1:8402,n2=127.0.0.1:8412,n3=127.0.0.1:8422 here"));
    responder.onHistory(HISTORY);
    assertThat(ask(Samples.SETTINGS, two)).isEqualTo(new PeerReply.History(HISTORY, false));
  }

  @Test
  void whoFormedInThisStartSaysSo() {
    responder.onHistory(HISTORY);
    responder.onFormed();
    assertThat(ask(Samples.SETTINGS, Samples.THREE))
        .isEqualTo(new PeerReply.History(HISTORY, true));
  }

  private PeerReply ask(ClusterSettings settings, List<Member> initialMembers) {
    return responder.answer(new PeerRequest.AskHistory(N3, settings, initialMembers));
  }
}
