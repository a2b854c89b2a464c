package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rule M1, step by step, for node n1 of n1, n2, n3. */
class FormingTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final PeerReply NONE = new PeerReply.History(null, false);
  private static final MembershipHistory HISTORY =
      MembershipHistories.create(Samples.SETTINGS, Samples.THREE, 1);

  private final Recorder effects = new Recorder();

  @Test
  void withoutHistoryItAsksAllOthers() {
    start(fresh());

    assertThat(effects.done).containsExactly("ask n2 in 1", "ask n3 in 1");
  }

  @Test
  void itFormsWhenAllOthersHaveNone() {
    Forming forming = start(fresh());
    forming.onReply(N2, 1, NONE);
    assertThat(effects.result).isNull();
    forming.onReply(N3, 1, NONE);

    assertThat(effects.result).isEqualTo(new FormingResult.Formed(HISTORY));
  }

  @Test
  void aMemberThatDoesNotAnswerIsWaitedForAndNamed() {
    Forming forming = start(fresh());
    forming.onReply(N2, 1, NONE);
    forming.onFailure(N3, 1, "not reachable");

    assertThat(effects.result).isNull();
    assertThat(effects.done)
        .endsWith("waiting for n3 (not reachable) to form or find the cluster", "timer");
  }

  @Test
  void everyRoundAsksEverybodyAgain() {
    Forming forming = start(fresh());
    forming.onReply(N2, 1, NONE);
    forming.onFailure(N3, 1, "no answer");
    effects.done.clear();
    forming.onTimer();

    assertThat(effects.done).containsExactly("ask n2 in 2", "ask n3 in 2");
    forming.onReply(N3, 2, NONE);
    assertThat(effects.result).as("n2 answered in the round before").isNull();
    forming.onReply(N2, 2, NONE);
    assertThat(effects.result).isInstanceOf(FormingResult.Formed.class);
  }

  @Test
  void answersThatComeTwiceOrLateDoNotCount() {
    Forming forming = start(fresh());
    forming.onReply(N2, 1, NONE);
    forming.onReply(N2, 1, NONE);
    assertThat(effects.result).isNull();
    forming.onFailure(N3, 1, "no answer");
    forming.onTimer();
    forming.onReply(N3, 1, NONE);
    forming.onReply(N2, 2, NONE);

    assertThat(effects.result).isNull();
  }

  @Test
  void aTimerInTheMiddleOfARoundChangesNothing() {
    Forming forming = start(fresh());
    forming.onTimer();

    assertThat(effects.done).containsExactly("ask n2 in 1", "ask n3 in 1");
  }

  @Test
  void aHistoryIsAdoptedFromWhoeverHasItWhenAllHaveAnswered() {
    Forming forming = start(fresh());
    forming.onReply(N3, 1, new PeerReply.History(HISTORY, false));
    assertThat(effects.result).isNull();
    forming.onFailure(N2, 1, "not reachable");

    assertThat(effects.result).isEqualTo(new FormingResult.Adopted(HISTORY, "n3", false));
  }

  /** Rule Q2: adopting from a former that had found this node empty. */
  @Test
  void whoAdoptsFromAFormerThatFoundItEmptyHasMissedNothing() {
    effects.toldNone = N3;
    start(fresh()).onReply(N3, 1, new PeerReply.History(HISTORY, true));

    assertThat(effects.result).isEqualTo(new FormingResult.Adopted(HISTORY, "n3", true));
  }

  /** Rule Q2: of those who have the history a former is preferred, by whom nothing was missed. */
  @Test
  void aFormerIsPreferredToWhoeverAdoptedItsHistory() {
    effects.toldNone = N3;
    Forming forming = start(fresh());
    forming.onReply(N2, 1, new PeerReply.History(HISTORY, false));
    forming.onReply(N3, 1, new PeerReply.History(HISTORY, true));

    assertThat(effects.result).isEqualTo(new FormingResult.Adopted(HISTORY, "n3", true));
  }

  /** Rule Q2: a wiped node is not whole, though the giver formed the cluster a moment ago. */
  @Test
  void whoAdoptsFromAFormerThatNeverAskedItMayHaveMissedSomething() {
    Forming forming = start(fresh());
    forming.onReply(N2, 1, NONE);
    forming.onReply(N3, 1, new PeerReply.History(HISTORY, true));

    assertThat(effects.result).isEqualTo(new FormingResult.Adopted(HISTORY, "n3", false));
  }

  /** Rule Q2: it was formed in an earlier start of the giver; much may have been written since. */
  @Test
  void whoAdoptsFromANodeThatDidNotFormInThisStartMayHaveMissedSomething() {
    effects.toldNone = N3;
    Forming forming = start(fresh());
    forming.onReply(N2, 1, NONE);
    forming.onReply(N3, 1, new PeerReply.History(HISTORY, false));

    assertThat(effects.result).isEqualTo(new FormingResult.Adopted(HISTORY, "n3", false));
  }

  @Test
  void thereIsOneResult() {
    Forming forming = start(fresh());
    forming.onReply(N3, 1, new PeerReply.History(HISTORY, false));
    forming.onReply(N2, 1, new PeerReply.History(HISTORY, false));
    assertThat(effects.result).isEqualTo(new FormingResult.Adopted(HISTORY, "n2", false));
    effects.result = null;
    forming.onReply(N3, 1, new PeerReply.History(HISTORY, true));
    forming.onReply(N2, 1, otherCluster("too late"));
    forming.onFailure(N2, 1, "too late");
    forming.onTimer();

    assertThat(effects.result).isNull();
  }

  @Test
  void aHistoryWithoutThisNodeIsNotAdopted() {
    MembershipHistory others =
        MembershipHistories.create(Samples.SETTINGS, Samples.THREE.subList(1, 3), 1);
    start(fresh()).onReply(N2, 1, new PeerReply.History(others, false));

    assertThat(refusal()).contains("n1 is no member").contains("removed or never admitted");
  }

  @Test
  void aHistoryWithThisNodeAtAnotherAddressIsNotAdopted() {
    List<Member> moved =
        InitialMembers.parse("n1=127.0.0.1:9999,n2=127.0.0.1:8412,n3=127.0.0.1:8422");
    MembershipHistory history = MembershipHistories.create(Samples.SETTINGS, moved, 1);
    start(fresh()).onReply(N2, 1, new PeerReply.History(history, false));

    assertThat(refusal()).contains("n1=127.0.0.1:8402 here, n1=127.0.0.1:9999 in the cluster");
  }

  @Test
  void aRefusalOfAnotherClusterStopsTheStart() {
    start(fresh()).onReply(N2, 1, otherCluster("dynamo.cluster.partitions: 512 at n1, 256 here"));

    assertThat(refusal())
        .isEqualTo("n2 refuses this node: dynamo.cluster.partitions: 512 at n1, 256 here");
  }

  @Test
  void anyOtherRefusalIsWaitedFor() {
    Forming forming = start(fresh());
    forming.onReply(N2, 1, new Refusal(Refusal.Reason.OVERLOADED, "queue full"));
    forming.onReply(N3, 1, new PeerReply.Merged());

    assertThat(effects.result).isNull();
    assertThat(effects.done)
        .contains(
            "waiting for n2 (OVERLOADED queue full), n3 (answered Merged) to form or find the"
                + " cluster");
  }

  @Test
  void aListOfOneFormsAtOnceWithItsNonce() {
    List<Member> one = Samples.THREE.subList(0, 1);
    start(setup(Samples.SETTINGS, one, List.of(), null, false));

    assertThat(effects.result)
        .isEqualTo(new FormingResult.Formed(MembershipHistories.create(Samples.SETTINGS, one, 42)));
  }

  @Test
  void aStoredHistoryIsGoneOnWithWithoutAskingAnybody() {
    start(setup(Samples.SETTINGS, Samples.THREE, List.of(), HISTORY, true));

    assertThat(effects.done).isEmpty();
    assertThat(effects.result).isEqualTo(new FormingResult.Resumed(HISTORY));
  }

  /** Rule M2: every option that was fixed in create. */
  @Test
  void aStoredHistoryOfOtherOptionsIsRefusedWithTheOption() {
    assertThat(resume(new ClusterSettings("x", 256, 3, 2, 2, "even-tokens", "dvv", 16)))
        .isEqualTo("dynamo.cluster.name = x here, dynamo in the cluster");
    assertThat(resume(Samples.settings(512)))
        .isEqualTo("dynamo.cluster.partitions = 512 here, 256 in the cluster");
    assertThat(resume(changed(4, 2, 2, "even-tokens", "dotted-version-vectors", 16)))
        .isEqualTo("dynamo.cluster.replicas = 4 here, 3 in the cluster");
    assertThat(resume(changed(3, 1, 2, "even-tokens", "dotted-version-vectors", 16)))
        .isEqualTo("dynamo.cluster.read-quorum = 1 here, 2 in the cluster");
    assertThat(resume(changed(3, 2, 3, "even-tokens", "dotted-version-vectors", 16)))
        .isEqualTo("dynamo.cluster.write-quorum = 3 here, 2 in the cluster");
    assertThat(resume(changed(3, 2, 2, "random", "dotted-version-vectors", 16)))
        .isEqualTo("dynamo.cluster.partitioning = random here, even-tokens in the cluster");
    assertThat(resume(changed(3, 2, 2, "even-tokens", "clocks", 16)))
        .isEqualTo(
            "dynamo.cluster.versioning = clocks here, dotted-version-vectors in the cluster");
    assertThat(resume(changed(3, 2, 2, "even-tokens", "dotted-version-vectors", 12)))
        .isEqualTo("dynamo.cluster.leaf-bits = 12 here, 16 in the cluster");
  }

  @Test
  void dataWithoutHistoryStopsTheStart() {
    start(setup(Samples.SETTINGS, Samples.THREE, List.of(), null, true));

    assertThat(refusal()).contains("data but no membership history");
    assertThat(effects.done).isEmpty();
  }

  @Test
  void aNodeThatNobodyNamesMustSaySoAndStop() {
    start(setup(Samples.SETTINGS, Samples.THREE.subList(1, 3), List.of(), null, false));

    assertThat(refusal())
        .contains("dynamo.cluster.initial-members must name this node, n1")
        .contains("n2=127.0.0.1:8412");
  }

  @Test
  void aStoredHistoryWithThisNodeAtAnotherAddressIsGoneOnWith() {
    List<Member> moved =
        InitialMembers.parse("n1=127.0.0.1:9999,n2=127.0.0.1:8412,n3=127.0.0.1:8422");
    start(setup(Samples.SETTINGS, moved, List.of(), HISTORY, true));

    assertThat(effects.result).isEqualTo(new FormingResult.Resumed(HISTORY));
  }

  @Test
  void aStoredHistoryInWhichThisNodeWasRemovedStopsTheStart() {
    MembershipHistory removed =
        HISTORY.with(List.of(new MembershipEvent.Remove(HISTORY.next(N2), N1, List.of())));
    start(setup(Samples.SETTINGS, Samples.THREE, List.of(), removed, true));

    assertThat(refusal()).contains("n1 was removed from the cluster as dead");
  }

  @Test
  void aHistoryOfALaterVersionStopsTheStart() {
    byte[] later = {99, 7, 2, 'n', '2'};
    MembershipHistory newer = HISTORY.with(List.of(EventFormat.decode(later)));
    start(setup(Samples.SETTINGS, Samples.THREE, List.of(), newer, true));

    assertThat(refusal()).contains("a change that this version does not know");
  }

  private String resume(ClusterSettings settings) {
    start(setup(settings, Samples.THREE, List.of(), HISTORY, true));
    return refusal();
  }

  private static ClusterSettings changed(
      int replicas, int r, int w, String partitioning, String versioning, int leafBits) {
    return new ClusterSettings("dynamo", 256, replicas, r, w, partitioning, versioning, leafBits);
  }

  private static FormingSetup fresh() {
    return setup(Samples.SETTINGS, Samples.THREE, List.of(), null, false);
  }

  private static FormingSetup setup(
      ClusterSettings settings,
      List<Member> initial,
      List<String> seeds,
      @Nullable MembershipHistory stored,
      boolean hasData) {
    return new FormingSetup(N1, settings, initial, seeds, stored, hasData, 42);
  }

  private static Refusal otherCluster(String detail) {
    return new Refusal(Refusal.Reason.OTHER_CLUSTER, detail);
  }

  private Forming start(FormingSetup setup) {
    Forming forming = new Forming(setup, effects);
    forming.start();
    return forming;
  }

  private String refusal() {
    assertThat(effects.result).isInstanceOf(FormingResult.Refused.class);
    return ((FormingResult.Refused) effects.result).message();
  }

  /** Writes down what the machine wants done. */
  private static final class Recorder implements Forming.Effects {
    private final List<String> done = new ArrayList<>();
    private @Nullable FormingResult result;
    private @Nullable NodeId toldNone;

    @Override
    public void ask(NodeId member, int round) {
      done.add("ask " + member + " in " + round);
    }

    @Override
    public void startTimer() {
      done.add("timer");
    }

    @Override
    public void progress(String text) {
      done.add(text);
    }

    @Override
    public void finish(FormingResult end) {
      result = end;
    }

    @Override
    public boolean toldNone(NodeId member) {
      return member.equals(toldNone);
    }
  }
}
