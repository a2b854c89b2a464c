package io.dynamo.replication.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerReply.Verdict;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Actor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule V5 at the node that starts: every way a start can end. */
class StartSequenceTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final List<NodeId> THREE = List.of(N1, N2, N3);

  private final MemoryNodeLog log = new MemoryNodeLog();
  private final SplittableRandom random = new SplittableRandom(1);
  private final VirtualLoop loop = new VirtualLoop();

  @BeforeEach
  void othersTakeEveryStart() {
    loop.answers(N2, taken());
    loop.answers(N3, taken());
  }

  @Test
  void v5CleanStopThatMostOthersConfirmKeepsTheIncarnation() {
    Actor last = cleanLife();
    Starts starts = start();
    loop.run(1);
    assertThat(starts.actors().incarnation()).isEqualTo(last.incarnation());
    assertThat(starts.actors().actorFor(LocalHeader.of(last))).isEqualTo(last);
    assertThat(starts.actors().actorFor(null).epoch()).isGreaterThan(last.epoch());
  }

  @Test
  void v5WhatWasBurnedStaysBurnedOverACleanStop() {
    Actors first = ready();
    Actor burned = first.actorFor(null);
    Actor good = first.actorFor(null);
    first.burn(burned);
    first.markCleanStop();
    Actors second = ready();
    assertThat(second.countsOn(LocalHeader.of(good))).isTrue();
    assertThat(second.countsOn(LocalHeader.of(burned))).isFalse();
  }

  @Test
  void v5UncleanStopTakesANewIncarnationAtOnce() {
    Actor last = ready().actorFor(null);
    Starts starts = start();
    assertThat(starts.actors().incarnation()).isNotEqualTo(last.incarnation());
    assertThat(starts.actors().countsOn(LocalHeader.of(last))).isFalse();
  }

  @Test
  void v5StopMarkerServesOneStartOnly() {
    Actor last = cleanLife();
    StartSequence.begin(N1, log, random, new NoEvents());
    assertThat(ready().incarnation()).isNotEqualTo(last.incarnation());
  }

  @Test
  void v5DamagedStopMarkerCountsAsNone() {
    cleanLife();
    log.write(Actors.CLEAN_STOP, new byte[] {9, 9});
    assertThat(start().isReady()).isTrue();
  }

  @Test
  void v5ClusterOfOneTakesANewIncarnationAtOnce() {
    Actor last = cleanLife();
    Starts starts = Starts.start(N1, log, random, List.of(N1), loop);
    assertThat(starts.actors().incarnation()).isNotEqualTo(last.incarnation());
  }

  @Test
  void v5NobodyWithinTwoSecondsTakesANewIncarnation() {
    Actor last = cleanLife();
    loop.kill(N2);
    loop.ignores(N3);
    Starts starts = start();
    loop.run(1_999);
    assertThat(starts.isReady()).isFalse();
    loop.run(1);
    assertThat(starts.actors().incarnation()).isNotEqualTo(last.incarnation());
    int sent = loop.sent().size();
    loop.run(10_000);
    assertThat(loop.sent()).hasSize(sent);
  }

  @Test
  void v5MemberThatComesUpWithinTwoSecondsIsAskedAgain() {
    Actor last = cleanLife();
    loop.kill(N2);
    loop.answers(N3, new Refusal(Refusal.Reason.NOT_READY, "starting"));
    Starts starts = start();
    loop.run(1_500);
    assertThat(starts.isReady()).isFalse();
    loop.answers(N2, taken());
    loop.answers(N3, taken());
    loop.run(150);
    assertThat(starts.actors().incarnation()).isEqualTo(last.incarnation());
  }

  @Test
  void v5HalfOfTheOthersIsNotEnoughBecauseARestoredCopyCouldHaveTheOtherHalf() {
    Actor last = cleanLife();
    loop.kill(N3);
    Starts starts = start();
    loop.run(2_000);
    assertThat(starts.actors().incarnation()).isNotEqualTo(last.incarnation());
  }

  @Test
  void v5KnownHigherStartTakesANewIncarnationAndRaisesTheOwnNumber() {
    Actor last = cleanLife();
    loop.answers(N2, new PeerReply.StartAnswer(Verdict.KNOWN_HIGHER, 40));
    loop.ignores(N3);
    Starts starts = start();
    loop.run(1);
    assertThat(starts.actors().incarnation()).isNotEqualTo(last.incarnation());
    assertThat(StartSequence.begin(N1, log, random, new NoEvents()).startNumber())
        .isGreaterThan(41);
  }

  @Test
  void v5KnownHigherAfterTheDecisionStillChangesTheIncarnation() {
    NodeId n4 = new NodeId("n4");
    Actor last = cleanLife();
    loop.answers(
        n4,
        (request, reply) ->
            loop.schedule(
                50_000_000,
                () -> reply.accept(new PeerReply.StartAnswer(Verdict.KNOWN_HIGHER, 40))));
    Starts starts = Starts.start(N1, log, random, List.of(N1, N2, N3, n4), loop);
    loop.run(10);
    assertThat(starts.actors().actorFor(null).incarnation()).isEqualTo(last.incarnation());
    loop.run(100);
    assertThat(starts.actors().actorFor(null).incarnation()).isNotEqualTo(last.incarnation());
  }

  @Test
  void v5LivingTwinRefusesTheStart() {
    cleanLife();
    loop.answers(N2, new PeerReply.StartAnswer(Verdict.TWIN_ALIVE, 2));
    loop.answers(N3, new PeerReply.StartAnswer(Verdict.TWIN_ALIVE, 2));
    Starts starts = start();
    loop.run(5_000);
    assertThat(starts.isReady()).isFalse();
    assertThat(starts.refused()).contains("another living process is node n1");
  }

  @Test
  void v5LivingTwinRefusesAnUncleanStartTooThoughItIsReady() {
    loop.answers(N2, new PeerReply.StartAnswer(Verdict.TWIN_ALIVE, 2));
    Starts starts = start();
    assertThat(starts.isReady()).isTrue();
    loop.run(1);
    assertThat(starts.refused()).contains("another living process");
  }

  @Test
  void v5EachStartHasAHigherNumberAndAnotherNonce() {
    StartSequence first = StartSequence.begin(N1, log, random, new NoEvents());
    StartSequence second = StartSequence.begin(N1, log, random, new NoEvents());
    assertThat(second.startNumber()).isEqualTo(first.startNumber() + 1);
    assertThat(second.nonce()).isNotEqualTo(first.nonce());
  }

  @Test
  void v5StartFailsIfItCannotBeNoted() {
    log.failWrites(new StorageException("broken"));
    assertThatThrownBy(() -> StartSequence.begin(N1, log, random, new NoEvents()))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void v5CopiedDirectoryDoesNotShareTheIncarnation() {
    register(N2);
    register(N3);
    Actor last = cleanLife();
    MemoryNodeLog copy = log.copy();
    assertThat(ready().incarnation()).isEqualTo(last.incarnation());
    Starts copied = Starts.start(N1, copy, random, THREE, loop);
    loop.run(2_000);
    assertThat(copied.actors().incarnation()).isNotEqualTo(last.incarnation());
  }

  @Test
  void v5RestoredDirectoryIsFoundOutWhicheverPeerIsAwayAtEitherStart() {
    register(N2);
    register(N3);
    Actor last = cleanLife();
    MemoryNodeLog restored = log.copy();
    loop.kill(N3);
    Actors first = ready();
    register(N3);
    loop.kill(N2);
    Starts second = Starts.start(N1, restored, random, THREE, loop);
    loop.run(2_000);
    assertThat(List.of(first.incarnation(), second.actors().incarnation())).doesNotHaveDuplicates();
    assertThat(second.actors().incarnation()).isNotEqualTo(last.incarnation());
  }

  /** The node judges starts by a real register; a new one if it was killed before. */
  private void register(NodeId node) {
    StartRegister register = new StartRegister(node, 7, new MemoryNodeLog(), loop);
    loop.answers(
        node,
        (request, reply) -> {
          if (request instanceof PeerRequest.AnnounceStart announced) {
            register.onAnnounce(announced, reply);
          }
        });
  }

  private Actor cleanLife() {
    Actors actors = ready();
    Actor actor = actors.actorFor(null);
    assertThat(actors.markCleanStop()).isTrue();
    return actor;
  }

  private Actors ready() {
    Starts starts = start();
    loop.run(2_000);
    return starts.actors();
  }

  private Starts start() {
    return Starts.start(N1, log, random, THREE, loop);
  }

  private static PeerReply taken() {
    return new PeerReply.StartAnswer(Verdict.TAKEN, 0);
  }
}
