package io.dynamo.replication.coordination;

import static io.dynamo.replication.coordination.States.N1;
import static io.dynamo.replication.coordination.States.N2;
import static io.dynamo.replication.coordination.States.N3;
import static io.dynamo.replication.coordination.States.N4;
import static io.dynamo.replication.coordination.States.N5;
import static io.dynamo.replication.coordination.States.OWNERS;
import static io.dynamo.replication.coordination.States.VERSIONING;
import static io.dynamo.replication.coordination.States.fallback;
import static io.dynamo.replication.coordination.States.five;
import static io.dynamo.replication.coordination.States.owner;
import static io.dynamo.replication.coordination.States.three;
import static io.dynamo.replication.coordination.States.unwhole;
import static io.dynamo.replication.coordination.States.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.Replier;
import io.dynamo.api.versioning.Siblings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The machine of one get (Dynamo §4.5). */
class GetCoordinatorTest {
  private final Recorded effects = new Recorded();

  private final Set<NodeId> down = new LinkedHashSet<>();

  private GetCoordinator get(int needed) {
    return get(three(), new Needed(needed, 0));
  }

  private GetCoordinator get(Replicas replicas, Needed needed) {
    FailureDetector detector = node -> !down.contains(node);
    ReadQuorum quorum = new ReadQuorum(needed, replicas, detector, VERSIONING);
    GetCoordinator get = new GetCoordinator(replicas, needed, detector, quorum, effects);
    get.start();
    return get;
  }

  @Test
  void asksAllOwnersAtOnceAndSetsOneTimer() {
    get(2);
    assertThat(effects.log).containsExactly("timer", "slow timer", "read n1", "read n2", "read n3");
  }

  @Test
  void answersAfterRRepliesWithTheirMergeAndTheFastestFirst() {
    GetCoordinator get = get(2);
    get.onState(N3, owner(written(N1, 1)));
    assertThat(effects.outcomes).isEmpty();
    get.onState(N1, owner(written(N1, 2)));
    assertThat(effects.outcomes)
        .containsExactly(
            new GetOutcome.Answered(
                written(N1, 2), List.of(new Replier(N3, true), new Replier(N1, true))));
  }

  @Test
  void concurrentStatesAreAnsweredTogetherUnderOneVector() {
    GetCoordinator get = get(2);
    get.onState(N1, owner(written(N1, 1)));
    get.onState(N2, owner(written(N2, 1)));
    assertThat(effects.outcomes)
        .singleElement()
        .isInstanceOfSatisfying(
            GetOutcome.Answered.class,
            answered -> {
              assertThat(answered.state().versions()).hasSize(2);
              assertThat(answered.state().vector().coversAll(written(N1, 1).vector())).isTrue();
              assertThat(answered.state().vector().coversAll(written(N2, 1).vector())).isTrue();
            });
  }

  /** V9: a later reply is in no answer, so it may be under no context either. */
  @Test
  void aReplyAfterTheAnswerIsNotInIt() {
    GetCoordinator get = get(1);
    get.onState(N1, owner(written(N1, 1)));
    get.onState(N2, owner(written(N2, 1)));
    assertThat(effects.outcomes)
        .containsExactly(new GetOutcome.Answered(written(N1, 1), List.of(new Replier(N1, true))));
  }

  /** Q1: distinct nodes are counted. */
  @Test
  void aDoubledReplyCountsOnce() {
    GetCoordinator get = get(2);
    get.onState(N1, owner(written(N1, 1)));
    get.onState(N1, owner(written(N1, 1)));
    assertThat(effects.outcomes).isEmpty();
  }

  @Test
  void aReplyFromANodeThatWasNotAskedDoesNotCount() {
    GetCoordinator get = get(1);
    get.onState(N4, owner(written(N1, 1)));
    assertThat(effects.outcomes).isEmpty();
  }

  @Test
  void nothingFoundIsAnAnswerToo() {
    GetCoordinator get = get(2);
    get.onState(N1, owner(Siblings.NONE));
    get.onState(N2, owner(Siblings.NONE));
    assertThat(effects.outcomes)
        .singleElement()
        .isInstanceOfSatisfying(
            GetOutcome.Answered.class, answered -> assertThat(answered.state().isNone()).isTrue());
  }

  @Test
  void answersUnavailableAsSoonAsTooManyHaveFailed() {
    GetCoordinator get = get(2);
    get.onFailure(N2, "not reachable");
    assertThat(effects.outcomes).isEmpty();
    get.onFailure(N3, "no reply");
    assertThat(effects.outcomes)
        .containsExactly(
            new GetOutcome.Unavailable(
                2, List.of(), "n1: no reply in time; n2: not reachable; n3: no reply"));
  }

  @Test
  void timerBeforeRRepliesAnswersUnavailableAndNamesWhoIsMissing() {
    GetCoordinator get = get(2);
    get.onState(N1, owner(written(N1, 1)));
    get.onTimer();
    assertThat(effects.outcomes)
        .containsExactly(
            new GetOutcome.Unavailable(
                2, List.of(new Replier(N1, true)), "n2: no reply in time; n3: no reply in time"));
  }

  @Test
  void answersOnceWhateverComesLater() {
    GetCoordinator get = get(1);
    get.onState(N1, owner(written(N1, 1)));
    get.onState(N2, owner(written(N2, 1)));
    get.onFailure(N3, "no reply");
    get.onTimer();
    assertThat(effects.outcomes).hasSize(1);
  }

  @Test
  void aClusterSmallerThanRIsToldSoBeforeAnythingIsSent() {
    get(new Replicas(List.of(N1), List.of(), 1), new Needed(2, 0));
    assertThat(effects.outcomes).containsExactly(new GetOutcome.Impossible(2, 1));
    assertThat(effects.log).isEmpty();
  }

  /** Dynamo §4.6: the first N healthy nodes are asked. */
  @Test
  void aFallbackIsAskedInPlaceOfAnOwnerThatIsDown() {
    down.add(N2);
    get(five(), new Needed(2, 0));
    assertThat(effects.log).containsExactly("timer", "slow timer", "read n1", "read n3", "read n4");
  }

  @Test
  void aFallbackIsAskedForAnOwnerThatFails() {
    GetCoordinator get = get(five(), new Needed(2, 0));
    get.onFailure(N1, "not reachable");
    assertThat(effects.log).endsWith("read n4");
  }

  @Test
  void aFallbackIsAskedWhenOwnersAreSlow() {
    GetCoordinator get = get(five(), new Needed(2, 0));
    get.onSlow();
    assertThat(effects.log).endsWith("read n4", "slow timer");
  }

  /** Q3: an older value may be with an owner that has not answered. */
  @Test
  void notFoundOfAFallbackDoesNotCountWhileAnOwnerThatMayBeUpIsSilent() {
    GetCoordinator get = get(five(), new Needed(2, 0));
    get.onState(N1, owner(Siblings.NONE));
    get.onFailure(N2, "not reachable");
    down.add(N2);
    get.onState(N4, fallback(Siblings.NONE));
    assertThat(effects.outcomes).isEmpty();
    get.onState(N3, owner(written(N3, 1)));
    assertThat(effects.outcomes)
        .containsExactly(
            new GetOutcome.Answered(
                written(N3, 1),
                List.of(new Replier(N1, true), new Replier(N4, false), new Replier(N3, true))));
  }

  /** Q3: a fallback never kept what was written before the failure. */
  @Test
  void notFoundOfFallbacksNeverCountsWithoutAWholeOwner() {
    down.addAll(List.of(N1, N2));
    GetCoordinator get = get(five(), new Needed(2, 0));
    get.onState(N4, fallback(Siblings.NONE));
    get.onState(N5, fallback(Siblings.NONE));
    assertThat(effects.outcomes).isEmpty();
    get.onState(N3, unwhole(Siblings.NONE));
    assertThat(effects.outcomes).singleElement().isInstanceOf(GetOutcome.Unavailable.class);
  }

  /** A fallback cut off from everybody must not keep its client until the time is over. */
  @Test
  void answersUnavailableAsSoonAsNobodyIsAwaitedAndTooFewCount() {
    down.addAll(List.of(N1, N2, N3, N5));
    GetCoordinator get = get(five(), new Needed(1, 0));
    get.onState(N4, fallback(Siblings.NONE));
    get.onFailure(N1, "not reachable");
    get.onFailure(N2, "not reachable");
    assertThat(effects.outcomes).isEmpty();
    get.onFailure(N3, "not reachable");
    assertThat(effects.outcomes).singleElement().isInstanceOf(GetOutcome.Unavailable.class);
  }

  /** Q3. */
  @Test
  void notFoundOfAFallbackCountsBesideAWholeOwnerWhenTheOthersAreDown() {
    down.addAll(List.of(N1, N2));
    GetCoordinator get = get(five(), new Needed(2, 0));
    get.onState(N4, fallback(Siblings.NONE));
    get.onState(N3, owner(Siblings.NONE));
    assertThat(effects.outcomes).singleElement().isInstanceOf(GetOutcome.Answered.class);
  }

  @Test
  void hintsAloneAreAnAnswer() {
    down.addAll(OWNERS);
    GetCoordinator get = get(five(), new Needed(2, 0));
    get.onState(N4, fallback(written(N4, 1)));
    get.onState(N5, fallback(written(N4, 1)));
    assertThat(effects.outcomes)
        .containsExactly(
            new GetOutcome.Answered(
                written(N4, 1), List.of(new Replier(N4, false), new Replier(N5, false))));
  }

  /** Q2: what it has is merged in, but it may lack what it once acknowledged. */
  @Test
  void anOwnerThatIsNotWholeIsMergedButDoesNotCount() {
    GetCoordinator get = get(2);
    get.onState(N1, unwhole(written(N1, 1)));
    get.onState(N2, owner(Siblings.NONE));
    assertThat(effects.outcomes).isEmpty();
    get.onState(N3, owner(Siblings.NONE));
    assertThat(effects.outcomes)
        .containsExactly(
            new GetOutcome.Answered(
                written(N1, 1), List.of(new Replier(N2, true), new Replier(N3, true))));
  }

  /** Q1: {@code pr} counts owners. */
  @Test
  void asManyOwnersAnswerAsWereAskedFor() {
    down.add(N1);
    GetCoordinator get = get(five(), new Needed(2, 2));
    get.onState(N4, fallback(written(N4, 1)));
    get.onState(N2, owner(Siblings.NONE));
    assertThat(effects.outcomes).isEmpty();
    get.onState(N3, owner(Siblings.NONE));
    assertThat(effects.outcomes).singleElement().isInstanceOf(GetOutcome.Answered.class);
  }

  /** Dynamo §5: read repair. */
  @Test
  void ownersThatLackSomethingAreSentItWhenAllHaveAnswered() {
    GetCoordinator get = get(2);
    get.onState(N1, owner(written(N1, 2)));
    get.onState(N2, owner(written(N1, 1)));
    assertThat(effects.log).noneMatch(line -> line.startsWith("repair"));
    get.onState(N3, owner(written(N1, 2)));
    assertThat(effects.log).endsWith("repair n2 to " + written(N1, 2));
  }

  @Test
  void whoIsSilentDoesNotKeepTheOthersFromRepair() {
    GetCoordinator get = get(2);
    get.onState(N1, owner(written(N1, 2)));
    get.onState(N2, owner(Siblings.NONE));
    get.onTimer();
    assertThat(effects.log).endsWith("repair n2 to " + written(N1, 2));
  }

  /** Repair fills no fallbacks, which would hand it all back. */
  @Test
  void fallbacksAreNotRepaired() {
    down.add(N2);
    GetCoordinator get = get(five(), new Needed(2, 0));
    get.onState(N1, owner(written(N1, 2)));
    get.onState(N3, owner(written(N1, 2)));
    get.onState(N4, fallback(Siblings.NONE));
    assertThat(effects.log).noneMatch(line -> line.startsWith("repair"));
  }

  private static final class Recorded implements GetCoordinator.Effects {
    final List<String> log = new ArrayList<>();
    final List<GetOutcome> outcomes = new ArrayList<>();

    @Override
    public void read(NodeId replica) {
      log.add("read " + replica);
    }

    @Override
    public void startTimer() {
      log.add("timer");
    }

    @Override
    public void startSlowTimer() {
      log.add("slow timer");
    }

    @Override
    public void repair(NodeId owner, Siblings state, Generation generation) {
      log.add("repair " + owner + " to " + state);
    }

    @Override
    public void answer(GetOutcome outcome) {
      outcomes.add(outcome);
    }
  }
}
