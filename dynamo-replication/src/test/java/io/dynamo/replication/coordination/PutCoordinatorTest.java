package io.dynamo.replication.coordination;

import static io.dynamo.replication.coordination.States.N1;
import static io.dynamo.replication.coordination.States.N2;
import static io.dynamo.replication.coordination.States.N3;
import static io.dynamo.replication.coordination.States.OWNERS;
import static io.dynamo.replication.coordination.States.VERSIONING;
import static io.dynamo.replication.coordination.States.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Replier;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The machine of one put on its coordinator (Dynamo §4.5). */
class PutCoordinatorTest {
  private final Recorded effects = new Recorded();
  private final Set<NodeId> down = new LinkedHashSet<>();

  private PutCoordinator put(int needed) {
    return put(needed, OWNERS, null);
  }

  private PutCoordinator put(int needed, List<NodeId> owners, @Nullable RequestIdentity identity) {
    PutCommand command =
        new PutCommand(
            Key.of("cart"),
            VersionVector.EMPTY,
            false,
            new byte[] {1},
            identity,
            Quorum.defaults(1_000_000));
    PutCoordinator put =
        new PutCoordinator(
            N1, command, owners, needed, owners.size(), node -> !down.contains(node), effects);
    put.start();
    return put;
  }

  @Test
  void writesLocallyFirstAndSendsNothingBeforeTheVersionExists() {
    put(2);
    assertThat(effects.log).containsExactly("timer", "put locally");
  }

  /** V5 lets the state go out while the coordinator's own commit is under way. */
  @Test
  void sendsTheNewStateToAllOtherOwnersOnceItIsPrepared() {
    PutCoordinator put = put(2);
    put.onPrepared(written(N1, 1));
    assertThat(effects.log).containsExactly("timer", "put locally", "merge at n2", "merge at n3");
    assertThat(effects.outcomes).isEmpty();
  }

  @Test
  void answersAfterWAcknowledgementsOfWhichItsOwnIsOne() {
    PutCoordinator put = put(2);
    put.onPrepared(written(N1, 1));
    put.onStored(N1);
    assertThat(effects.outcomes).isEmpty();
    put.onStored(N3);
    assertThat(effects.outcomes)
        .containsExactly(
            new PutOutcome.Stored(
                written(N1, 1).vector(), 1, List.of(new Replier(N1, true), new Replier(N3, true))));
  }

  /** Q1: distinct nodes are counted. */
  @Test
  void aDoubledAcknowledgementCountsOnce() {
    PutCoordinator put = put(2);
    put.onPrepared(written(N1, 1));
    put.onStored(N2);
    put.onStored(N2);
    assertThat(effects.outcomes).isEmpty();
  }

  /** V9: the writer has not seen the sibling, so it may not replace it. */
  @Test
  void aPutThatLeavesSiblingsAnswersWithTheirNumberAndNoContext() {
    PutCoordinator put = put(1);
    put.onPrepared(VERSIONING.merge(written(N1, 1), written(N2, 1)));
    put.onStored(N1);
    assertThat(effects.outcomes)
        .containsExactly(new PutOutcome.Stored(null, 2, List.of(new Replier(N1, true))));
  }

  /** V9, V10: a retry of a put that was replaced meanwhile has not seen what replaced it. */
  @Test
  void aRetryThatFindsAnotherValueAnswersWithoutContext() {
    PutCoordinator put = put(1, OWNERS, new RequestIdentity(1, 2));
    put.onPrepared(written(N2, 5));
    put.onStored(N1);
    assertThat(effects.outcomes)
        .containsExactly(new PutOutcome.Stored(null, 1, List.of(new Replier(N1, true))));
  }

  /** Q6: it may have happened. */
  @Test
  void timerBeforeWAcknowledgementsAnswersUnknown() {
    PutCoordinator put = put(2);
    put.onPrepared(written(N1, 1));
    put.onStored(N1);
    put.onTimer();
    assertThat(effects.outcomes)
        .containsExactly(
            new PutOutcome.Unknown(
                2, List.of(new Replier(N1, true)), "n2: no reply in time; n3: no reply in time"));
  }

  @Test
  void tooManyFailuresAfterTheVersionExistsAnswerUnknownAtOnce() {
    PutCoordinator put = put(2);
    put.onPrepared(written(N1, 1));
    put.onStored(N1);
    put.onFailure(N2, "no reply");
    put.onFailure(N3, "DISK_FULL, full");
    assertThat(effects.outcomes)
        .containsExactly(
            new PutOutcome.Unknown(
                2, List.of(new Replier(N1, true)), "n2: no reply; n3: DISK_FULL, full"));
  }

  @Test
  void anAcknowledgementThatComesAfterAFailureOfTheSameNodeCounts() {
    PutCoordinator put = put(3);
    put.onPrepared(written(N1, 1));
    put.onStored(N1);
    put.onStored(N2);
    put.onFailure(N2, "no reply");
    put.onStored(N3);
    assertThat(effects.outcomes).singleElement().isInstanceOf(PutOutcome.Stored.class);
  }

  @Test
  void withTooFewOwnersReachableNothingIsWritten() {
    down.add(N2);
    down.add(N3);
    put(2);
    assertThat(effects.outcomes)
        .singleElement()
        .isInstanceOfSatisfying(
            PutOutcome.Unavailable.class, no -> assertThat(no.reachable()).isEqualTo(1));
    assertThat(effects.log).isEmpty();
  }

  @Test
  void withOneOwnerDownItIsStillAskedAndWOthersSuffice() {
    down.add(N2);
    PutCoordinator put = put(2);
    put.onPrepared(written(N1, 1));
    put.onFailure(N2, "not reachable");
    put.onStored(N1);
    put.onStored(N3);
    assertThat(effects.log).contains("merge at n2");
    assertThat(effects.outcomes).singleElement().isInstanceOf(PutOutcome.Stored.class);
  }

  @Test
  void aRefusalBeforeTheVersionExistsMeansThatNothingHappened() {
    PutCoordinator put = put(2);
    put.onLocalRefused(new Refusal(Refusal.Reason.DISK_FULL, "no room"));
    assertThat(effects.outcomes)
        .containsExactly(new PutOutcome.Refused(Refusal.Reason.DISK_FULL, "n1: no room"));
  }

  @Test
  void aLocalFailureAfterItWasSentIsOneReplicaLess() {
    PutCoordinator put = put(2);
    put.onPrepared(written(N1, 1));
    put.onLocalRefused(new Refusal(Refusal.Reason.STORAGE_FAILED, "write error"));
    put.onStored(N2);
    put.onStored(N3);
    assertThat(effects.outcomes)
        .containsExactly(
            new PutOutcome.Stored(
                written(N1, 1).vector(), 1, List.of(new Replier(N2, true), new Replier(N3, true))));
  }

  /** V11. */
  @Test
  void atTheBoundOfSiblingsItAnswersWithTheContextOfAllOfThem() {
    PutCoordinator put = put(2);
    Siblings stored = VERSIONING.merge(written(N1, 1), written(N2, 1));
    put.onTooManySiblings(stored);
    assertThat(effects.outcomes)
        .containsExactly(new PutOutcome.TooManySiblings(stored.vector(), 2, stored.valueBytes()));
  }

  @Test
  void aClusterSmallerThanWIsToldSoAndWritesNothing() {
    put(2, List.of(N1), null);
    assertThat(effects.outcomes).containsExactly(new PutOutcome.Impossible(2, 1));
    assertThat(effects.log).isEmpty();
  }

  private static final class Recorded implements PutCoordinator.Effects {
    final List<String> log = new ArrayList<>();
    final List<PutOutcome> outcomes = new ArrayList<>();

    @Override
    public void putLocally() {
      log.add("put locally");
    }

    @Override
    public void merge(NodeId replica, Siblings state) {
      log.add("merge at " + replica);
    }

    @Override
    public void startTimer() {
      log.add("timer");
    }

    @Override
    public void answer(PutOutcome outcome) {
      outcomes.add(outcome);
    }
  }
}
