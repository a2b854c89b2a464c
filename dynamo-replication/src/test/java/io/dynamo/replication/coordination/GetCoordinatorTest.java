package io.dynamo.replication.coordination;

import static io.dynamo.replication.coordination.States.N1;
import static io.dynamo.replication.coordination.States.N2;
import static io.dynamo.replication.coordination.States.N3;
import static io.dynamo.replication.coordination.States.N4;
import static io.dynamo.replication.coordination.States.OWNERS;
import static io.dynamo.replication.coordination.States.VERSIONING;
import static io.dynamo.replication.coordination.States.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.Replier;
import io.dynamo.api.versioning.Siblings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The machine of one get (Dynamo §4.5). */
class GetCoordinatorTest {
  private final Recorded effects = new Recorded();

  private GetCoordinator get(int needed) {
    GetCoordinator get = new GetCoordinator(OWNERS, needed, 3, VERSIONING, effects);
    get.start();
    return get;
  }

  @Test
  void asksAllOwnersAtOnceAndSetsOneTimer() {
    get(2);
    assertThat(effects.log).containsExactly("timer", "read n1", "read n2", "read n3");
  }

  @Test
  void answersAfterRRepliesWithTheirMergeAndTheFastestFirst() {
    GetCoordinator get = get(2);
    get.onState(N3, written(N1, 1));
    assertThat(effects.outcomes).isEmpty();
    get.onState(N1, written(N1, 2));
    assertThat(effects.outcomes)
        .containsExactly(
            new GetOutcome.Answered(
                written(N1, 2), List.of(new Replier(N3, true), new Replier(N1, true))));
  }

  @Test
  void concurrentStatesAreAnsweredTogetherUnderOneVector() {
    GetCoordinator get = get(2);
    get.onState(N1, written(N1, 1));
    get.onState(N2, written(N2, 1));
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
    get.onState(N1, written(N1, 1));
    get.onState(N2, written(N2, 1));
    assertThat(effects.outcomes)
        .containsExactly(new GetOutcome.Answered(written(N1, 1), List.of(new Replier(N1, true))));
  }

  /** Q1: distinct nodes are counted. */
  @Test
  void aDoubledReplyCountsOnce() {
    GetCoordinator get = get(2);
    get.onState(N1, written(N1, 1));
    get.onState(N1, written(N1, 1));
    assertThat(effects.outcomes).isEmpty();
  }

  @Test
  void aReplyFromANodeThatWasNotAskedDoesNotCount() {
    GetCoordinator get = get(1);
    get.onState(N4, written(N1, 1));
    assertThat(effects.outcomes).isEmpty();
  }

  @Test
  void nothingFoundIsAnAnswerToo() {
    GetCoordinator get = get(2);
    get.onState(N1, Siblings.NONE);
    get.onState(N2, Siblings.NONE);
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
    get.onState(N1, written(N1, 1));
    get.onTimer();
    assertThat(effects.outcomes)
        .containsExactly(
            new GetOutcome.Unavailable(
                2, List.of(new Replier(N1, true)), "n2: no reply in time; n3: no reply in time"));
  }

  @Test
  void answersOnceWhateverComesLater() {
    GetCoordinator get = get(1);
    get.onState(N1, written(N1, 1));
    get.onState(N2, written(N2, 1));
    get.onFailure(N3, "no reply");
    get.onTimer();
    assertThat(effects.outcomes).hasSize(1);
  }

  @Test
  void aClusterSmallerThanRIsToldSoBeforeAnythingIsSent() {
    GetCoordinator get = new GetCoordinator(List.of(N1), 2, 1, VERSIONING, effects);
    get.start();
    assertThat(effects.outcomes).containsExactly(new GetOutcome.Impossible(2, 1));
    assertThat(effects.log).isEmpty();
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
    public void answer(GetOutcome outcome) {
      outcomes.add(outcome);
    }
  }
}
