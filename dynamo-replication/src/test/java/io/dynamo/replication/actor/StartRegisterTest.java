package io.dynamo.replication.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerReply.StartAnswer;
import io.dynamo.api.request.PeerReply.Verdict;
import io.dynamo.api.request.PeerRequest.AnnounceStart;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule V5 at the node that is told of a start. */
class StartRegisterTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final long OWN_NONCE = 5;

  private final MemoryNodeLog log = new MemoryNodeLog();
  private final VirtualLoop loop = new VirtualLoop();
  private StartRegister register = new StartRegister(N2, OWN_NONCE, log, loop);

  @Test
  void v5FirstStartIsTakenWithoutAPing() {
    assertThat(announce(1, 100)).containsExactly(answer(Verdict.TAKEN, 1));
    assertThat(loop.sent()).isEmpty();
  }

  @Test
  void v5SameAnnouncementAgainGetsTheSameAnswer() {
    announce(1, 100);
    assertThat(announce(1, 100)).containsExactly(answer(Verdict.TAKEN, 1));
  }

  @Test
  void v5StartIsRememberedOverARestart() {
    announce(3, 100);
    register = new StartRegister(N2, 6, log, loop);
    assertThat(announce(3, 101)).containsExactly(answer(Verdict.KNOWN_HIGHER, 3));
    assertThat(announce(2, 102)).containsExactly(answer(Verdict.KNOWN_HIGHER, 3));
    assertThat(announce(4, 103)).containsExactly(answer(Verdict.TAKEN, 4));
  }

  @Test
  void v5AnotherLivingProcessOfThatNameIsATwin() {
    announce(1, 100);
    loop.answers(N1, new PeerReply.Pong(N1, 100));
    assertThat(announce(2, 200)).containsExactly(answer(Verdict.TWIN_ALIVE, 1));
    loop.kill(N1);
    assertThat(announce(2, 300)).containsExactly(answer(Verdict.TAKEN, 2));
  }

  @Test
  void v5AnnouncerItselfIsNoTwin() {
    announce(1, 100);
    loop.answers(N1, new PeerReply.Pong(N1, 200));
    assertThat(announce(2, 200)).containsExactly(answer(Verdict.TAKEN, 2));
  }

  @Test
  void v5SilenceForHalfASecondIsNoTwin() {
    announce(1, 100);
    loop.ignores(N1);
    List<PeerReply> replies = new ArrayList<>();
    register.onAnnounce(new AnnounceStart(N1, 2, 200), replies::add);
    loop.run(499);
    assertThat(replies).isEmpty();
    loop.run(1);
    assertThat(replies).containsExactly(answer(Verdict.TAKEN, 2));
  }

  @Test
  void v5OfTwoStartsJudgedAtOnceOnlyOneIsTaken() {
    announce(1, 100);
    loop.ignores(N1);
    List<PeerReply> replies = new ArrayList<>();
    register.onAnnounce(new AnnounceStart(N1, 2, 200), replies::add);
    register.onAnnounce(new AnnounceStart(N1, 2, 300), replies::add);
    loop.run(1_000);
    assertThat(replies).containsExactly(answer(Verdict.TAKEN, 2), answer(Verdict.KNOWN_HIGHER, 2));
  }

  @Test
  void v5StartThatWasTakenWhileAnotherWasBeingJudgedIsAskedForToo() {
    announce(1, 100);
    loop.ignores(N1);
    List<PeerReply> replies = new ArrayList<>();
    register.onAnnounce(new AnnounceStart(N1, 2, 200), replies::add);
    loop.run(100);
    register.onAnnounce(new AnnounceStart(N1, 3, 300), replies::add);
    loop.run(450);
    loop.answers(N1, new PeerReply.Pong(N1, 200));
    loop.run(500);
    assertThat(replies).containsExactly(answer(Verdict.TAKEN, 2), answer(Verdict.TWIN_ALIVE, 2));
  }

  @Test
  void v5StartUnderThisNodesOwnNameIsATwin() {
    List<PeerReply> replies = new ArrayList<>();
    register.onAnnounce(new AnnounceStart(N2, 9, OWN_NONCE + 1), replies::add);
    assertThat(replies).containsExactly(answer(Verdict.TWIN_ALIVE, 0));
  }

  @Test
  void v5StartThatCannotBeNotedIsNotTaken() {
    log.failWrites(new StorageException("broken"));
    assertThat(announce(1, 100))
        .singleElement()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.STORAGE_FAILED));
    log.failWrites(null);
    assertThat(announce(1, 101)).containsExactly(answer(Verdict.TAKEN, 1));
  }

  private List<PeerReply> announce(long number, long nonce) {
    List<PeerReply> replies = new ArrayList<>();
    register.onAnnounce(new AnnounceStart(N1, number, nonce), replies::add);
    loop.run(600);
    return replies;
  }

  private static StartAnswer answer(Verdict verdict, long highestKnown) {
    return new StartAnswer(verdict, highestKnown);
  }
}
