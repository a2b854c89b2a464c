package io.dynamo.replication.coordination;

import static io.dynamo.replication.coordination.States.N1;
import static io.dynamo.replication.coordination.States.N2;
import static io.dynamo.replication.coordination.States.N3;
import static io.dynamo.replication.coordination.States.N4;
import static io.dynamo.replication.coordination.States.N5;
import static io.dynamo.replication.coordination.States.OWNERS;
import static io.dynamo.replication.coordination.States.VERSIONING;
import static io.dynamo.replication.coordination.States.five;
import static io.dynamo.replication.coordination.States.prepared;
import static io.dynamo.replication.coordination.States.three;
import static io.dynamo.replication.coordination.States.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Replier;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.store.Area;
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
    return put(N1, three(), new Needed(needed, 0), null);
  }

  private PutCoordinator put(
      NodeId self, Replicas replicas, Needed needed, @Nullable RequestIdentity identity) {
    PutCommand command =
        new PutCommand(
            Key.of("cart"),
            VersionVector.EMPTY,
            false,
            new byte[] {1},
            identity,
            Quorum.defaults(1_000_000));
    PutCoordinator put =
        new PutCoordinator(self, command, replicas, needed, node -> !down.contains(node), effects);
    put.start();
    return put;
  }

  @Test
  void writesLocallyFirstAndSendsNothingBeforeTheVersionExists() {
    put(2);
    assertThat(effects.log).containsExactly("timer", "slow timer", "put locally");
  }

  /** V5 lets the state go out while the coordinator's own commit is under way. */
  @Test
  void sendsTheNewStateToAllOtherOwnersOnceItIsPrepared() {
    PutCoordinator put = put(2);
    put.onPrepared(prepared(written(N1, 1)));
    assertThat(effects.log)
        .containsExactly("timer", "slow timer", "put locally", "merge at n2", "merge at n3");
    assertThat(effects.outcomes).isEmpty();
  }

  @Test
  void answersAfterWAcknowledgementsOfWhichItsOwnIsOne() {
    PutCoordinator put = put(2);
    put.onPrepared(prepared(written(N1, 1)));
    put.onStored(N1, false);
    assertThat(effects.outcomes).isEmpty();
    put.onStored(N3, false);
    assertThat(effects.outcomes)
        .containsExactly(
            new PutOutcome.Stored(
                written(N1, 1).vector(), 1, List.of(new Replier(N1, true), new Replier(N3, true))));
  }

  /** Q1: distinct nodes are counted. */
  @Test
  void aDoubledAcknowledgementCountsOnce() {
    PutCoordinator put = put(2);
    put.onPrepared(prepared(written(N1, 1)));
    put.onStored(N2, false);
    put.onStored(N2, false);
    assertThat(effects.outcomes).isEmpty();
  }

  /** V9: the writer has not seen the sibling, so it may not replace it. */
  @Test
  void aPutThatLeavesSiblingsAnswersWithTheirNumberAndNoContext() {
    PutCoordinator put = put(1);
    put.onPrepared(prepared(VERSIONING.merge(written(N1, 1), written(N2, 1))));
    put.onStored(N1, false);
    assertThat(effects.outcomes)
        .containsExactly(new PutOutcome.Stored(null, 2, List.of(new Replier(N1, true))));
  }

  /** V9, V10: a retry of a put that was replaced meanwhile has not seen what replaced it. */
  @Test
  void aRetryThatFindsAnotherValueAnswersWithoutContext() {
    PutCoordinator put = put(N1, three(), new Needed(1, 0), new RequestIdentity(1, 2));
    put.onPrepared(prepared(written(N2, 5)));
    put.onStored(N1, false);
    assertThat(effects.outcomes)
        .containsExactly(new PutOutcome.Stored(null, 1, List.of(new Replier(N1, true))));
  }

  /** Q6: it may have happened. */
  @Test
  void timerBeforeWAcknowledgementsAnswersUnknown() {
    PutCoordinator put = put(2);
    put.onPrepared(prepared(written(N1, 1)));
    put.onStored(N1, false);
    put.onTimer();
    assertThat(effects.outcomes)
        .containsExactly(
            new PutOutcome.Unknown(
                2, List.of(new Replier(N1, true)), "n2: no reply in time; n3: no reply in time"));
  }

  @Test
  void tooManyFailuresAfterTheVersionExistsAnswerUnknownAtOnce() {
    PutCoordinator put = put(2);
    put.onPrepared(prepared(written(N1, 1)));
    put.onStored(N1, false);
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
    put.onPrepared(prepared(written(N1, 1)));
    put.onStored(N1, false);
    put.onStored(N2, false);
    put.onFailure(N2, "no reply");
    put.onStored(N3, false);
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
    put.onPrepared(prepared(written(N1, 1)));
    put.onFailure(N2, "not reachable");
    put.onStored(N1, false);
    put.onStored(N3, false);
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
    put.onPrepared(prepared(written(N1, 1)));
    put.onLocalRefused(new Refusal(Refusal.Reason.STORAGE_FAILED, "write error"));
    put.onStored(N2, false);
    put.onStored(N3, false);
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
    put(N1, new Replicas(List.of(N1), List.of(), 1), new Needed(2, 0), null);
    assertThat(effects.outcomes).containsExactly(new PutOutcome.Impossible(2, 1));
    assertThat(effects.log).isEmpty();
  }

  /** Dynamo §4.6. */
  @Test
  void aFallbackKeepsAHintForAnOwnerThatIsDown() {
    down.add(N2);
    PutCoordinator put = put(N1, five(), new Needed(2, 0), null);
    put.onPrepared(prepared(written(N1, 1)));
    assertThat(effects.log).endsWith("merge at n3", "hint at n4");
    put.onStored(N1, false);
    put.onStored(N4, false);
    assertThat(effects.outcomes)
        .containsExactly(
            new PutOutcome.Stored(
                written(N1, 1).vector(),
                1,
                List.of(new Replier(N1, true), new Replier(N4, false))));
  }

  @Test
  void theNextFallbackTakesTheHintThatOneRefuses() {
    down.add(N2);
    PutCoordinator put = put(N1, five(), new Needed(2, 0), null);
    put.onPrepared(prepared(written(N1, 1)));
    put.onFailure(N4, "HINTS_FULL, 1 GiB");
    assertThat(effects.log).endsWith("hint at n5");
  }

  @Test
  void anOwnerThatFailsAfterTheAnswerStillGetsItsHint() {
    PutCoordinator put = put(N1, five(), new Needed(2, 0), null);
    put.onPrepared(prepared(written(N1, 1)));
    put.onStored(N1, false);
    put.onStored(N2, false);
    assertThat(effects.outcomes).hasSize(1);
    put.onFailure(N3, "no reply");
    assertThat(effects.log).endsWith("hint at n4");
  }

  @Test
  void anOwnerThatIsSlowGetsOneFallbackBesideIt() {
    PutCoordinator put = put(N1, five(), new Needed(2, 0), null);
    put.onPrepared(prepared(written(N1, 1)));
    put.onStored(N1, false);
    put.onSlow();
    assertThat(effects.log).endsWith("hint at n4", "hint at n5", "slow timer");
    put.onSlow();
    put.onFailure(N2, "no reply");
    assertThat(effects.log).filteredOn(line -> line.startsWith("hint")).hasSize(2);
  }

  /** V3: a fallback stores what it coordinates as itself, as a hint. */
  @Test
  void aFallbackThatCoordinatesKeepsAHintForTheOwnersThatAreDown() {
    down.addAll(OWNERS);
    PutCoordinator put = put(N4, five(), new Needed(2, 0), null);
    assertThat(effects.log).endsWith("put locally as a hint");
    put.onPrepared(prepared(written(N4, 1)));
    assertThat(effects.log).endsWith("hint at n5", "merge at n3");
    put.onStored(N4, false);
    put.onStored(N5, false);
    assertThat(effects.outcomes).singleElement().isInstanceOf(PutOutcome.Stored.class);
  }

  /** Q1: {@code pw} counts owners. */
  @Test
  void asManyOwnersStoreItAsWereAskedFor() {
    down.add(N2);
    PutCoordinator put = put(N1, five(), new Needed(2, 2), null);
    put.onPrepared(prepared(written(N1, 1)));
    put.onStored(N1, false);
    put.onStored(N4, false);
    assertThat(effects.outcomes).isEmpty();
    put.onStored(N3, false);
    assertThat(effects.outcomes).singleElement().isInstanceOf(PutOutcome.Stored.class);
  }

  @Test
  void thisNodesOwnFailureIsMadeUpForByAHint() {
    PutCoordinator put = put(N1, five(), new Needed(2, 0), null);
    put.onPrepared(prepared(written(N1, 1)));
    put.onLocalRefused(new Refusal(Refusal.Reason.STORAGE_FAILED, "write error"));
    assertThat(effects.log).endsWith("hint at n4");
  }

  private static final class Recorded implements PutCoordinator.Effects {
    final List<String> log = new ArrayList<>();
    final List<PutOutcome> outcomes = new ArrayList<>();

    @Override
    public void putLocally(Area area) {
      log.add("put locally" + (area == Area.RECORDS ? "" : " as a hint"));
    }

    @Override
    public void keepHint(NodeId fallback, Prepared state) {
      log.add("hint at " + fallback);
    }

    @Override
    public void startSlowTimer() {
      log.add("slow timer");
    }

    @Override
    public void merge(NodeId replica, Prepared state) {
      log.add("merge at " + replica);
    }

    @Override
    public void handAgain(NodeId replica, Generation present) {
      log.add("hand again to " + replica + " at " + present.raised());
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
