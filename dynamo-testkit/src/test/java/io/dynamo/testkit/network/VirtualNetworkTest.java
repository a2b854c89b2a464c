package io.dynamo.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.NodeTime;
import io.dynamo.testkit.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualNetworkTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final long SECOND = 1_000_000_000L;

  private final VirtualTime time = new VirtualTime();
  private final VirtualNetwork network =
      new VirtualNetwork(time, new Chance(1), 4, NetworkWatcher.NONE);
  private final NodeTime timeOfA = new NodeTime(time, 0);
  private final NodeTime timeOfB = new NodeTime(time, 0);
  private final Transport transport =
      network.open(A, timeOfA.begin(), (from, request, reply) -> reply.accept(pong(A)));
  private final List<String> told = new ArrayList<>();
  private int received;

  private static PeerReply pong(NodeId node) {
    return new PeerReply.Pong(node, 1);
  }

  private void openB() {
    network.open(
        B,
        timeOfB.begin(),
        (from, request, reply) -> {
          received++;
          reply.accept(pong(B));
        });
  }

  private void send(NodeId to, PeerRequest request) {
    transport.send(
        to,
        request,
        SECOND,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            told.add("reply");
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            told.add(failure + "@" + time.nanos() / SECOND);
          }
        });
  }

  private void ping(NodeId to) {
    send(to, new PeerRequest.Ping());
  }

  @Test
  void aRequestIsAnsweredOnceAndLater() {
    openB();
    ping(B);
    ping(A);
    assertThat(told).isEmpty();
    time.runUntil(5 * SECOND);
    assertThat(told).containsExactly("reply", "reply");
  }

  @Test
  void aRequestToAProcessThatIsDownIsNotSent() {
    ping(B);
    time.runUntil(5 * SECOND);
    assertThat(told).containsExactly("NOT_SENT@0");
  }

  @Test
  void aCutInEitherDirectionLeavesTheRequestWithoutReply() {
    openB();
    Runnable heal = network.links().trouble(A, B, LinkQuality.CUT);
    assertThat(network.links().isCut(A, B)).isTrue();
    assertThat(network.links().isClean(B, A)).isTrue();
    ping(B);
    time.runUntil(2 * SECOND);
    assertThat(received).isZero();
    heal.run();
    network.links().trouble(B, A, LinkQuality.CUT);
    ping(B);
    time.runUntil(4 * SECOND);
    assertThat(received).isOne();
    assertThat(told).containsExactly("NO_REPLY@1", "NO_REPLY@3");
  }

  @Test
  void aReplyAfterTheTimeoutIsDropped() {
    openB();
    network.links().trouble(B, A, LinkQuality.slow(2 * SECOND));
    ping(B);
    time.runUntil(10 * SECOND);
    assertThat(told).containsExactly("NO_REPLY@1");
  }

  @Test
  void aRequestIsDoubledAndAPutIsNot() {
    openB();
    network.links().trouble(A, B, new LinkQuality(0, 1000, 0, 1000));
    ping(B);
    time.runUntil(SECOND);
    assertThat(received).isEqualTo(2);
    Quorum quorum = Quorum.defaults(SECOND);
    send(
        B,
        new PeerRequest.CoordinatePut(
            new PutCommand(Key.of("k"), VersionVector.EMPTY, false, new byte[] {1}, null, quorum)));
    time.runUntil(3 * SECOND);
    assertThat(received).isEqualTo(3);
    assertThat(told).containsExactly("reply", "reply");
  }

  @Test
  void whatIsUnderWayToOneNodeIsBounded() {
    openB();
    timeOfB.pause();
    for (int i = 0; i < 6; i++) {
      ping(B);
    }
    time.runUntil(SECOND / 2);
    assertThat(told).containsExactly("NOT_SENT@0", "NOT_SENT@0");
    timeOfB.resume();
    time.runUntil(5 * SECOND);
    assertThat(told).hasSize(6).endsWith("reply", "reply", "reply", "reply");
  }

  @Test
  void theEndOfAProcessIsToldAndThatOfAMachineIsNot() {
    openB();
    timeOfB.pause();
    ping(B);
    time.runUntil(SECOND / 10);
    network.close(B, false);
    time.runUntil(SECOND / 2);
    assertThat(told).containsExactly("NO_REPLY@0");
    openB();
    timeOfB.pause();
    ping(B);
    time.runUntil(SECOND);
    network.close(B, true);
    time.runUntil(5 * SECOND);
    assertThat(told).containsExactly("NO_REPLY@0", "NO_REPLY@1");
  }

  @Test
  void anEndedLifeIsToldNothing() {
    openB();
    ping(B);
    timeOfA.end();
    time.runUntil(5 * SECOND);
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsHeldBackComesWhenItIsReleasedAndTheAskerDoesNotWait() {
    openB();
    Holding holding = network.hold((from, to, request) -> to.equals(B));
    ping(B);
    ping(A);
    time.runUntil(2 * SECOND);
    assertThat(told).containsExactly("reply", "NO_REPLY@1");
    assertThat(holding.requests()).containsExactly(new PeerRequest.Ping());
    assertThat(received).isZero();
    network.links().trouble(A, B, LinkQuality.CUT);
    holding.release();
    time.runUntil(3 * SECOND);
    assertThat(received).as("it was under way before the cut").isOne();
    assertThat(holding.requests()).isEmpty();
  }

  @Test
  void nothingMoreIsHeldBackAfterTheRelease() {
    openB();
    Holding holding = network.hold((from, to, request) -> true);
    holding.release();
    ping(B);
    time.runUntil(SECOND);
    assertThat(told).containsExactly("reply");
  }

  @Test
  void whatIsHeldBackIsLostWithTheProcessItWasSentTo() {
    openB();
    Holding holding = network.hold((from, to, request) -> true);
    ping(B);
    network.close(B, true);
    openB();
    holding.release();
    time.runUntil(2 * SECOND);
    assertThat(received).isZero();
  }
}
