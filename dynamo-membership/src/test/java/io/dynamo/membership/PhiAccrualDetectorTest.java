package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.membership.PhiAccrualDetector.Grade;
import io.dynamo.testkit.network.LinkQuality;
import io.dynamo.testkit.network.NetworkWatcher;
import io.dynamo.testkit.network.VirtualNetwork;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.NodeTime;
import io.dynamo.testkit.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule M6: node n1 watches n2 and n3. */
class PhiAccrualDetectorTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final long MILLI = 1_000_000;

  private final VirtualTime time = new VirtualTime();
  private final VirtualNetwork network =
      new VirtualNetwork(time, new Chance(1), 100, NetworkWatcher.NONE);
  private final NodeTime self = new NodeTime(time, 0);
  private final List<NodeId> members = new ArrayList<>(List.of(N1, N2, N3));
  private final List<String> told = new ArrayList<>();
  private boolean ready = true;
  private final PhiAccrualDetector detector = detector();

  private PhiAccrualDetector detector() {
    open(N2);
    open(N3);
    NodeTime.Life life = self.begin();
    Transport transport = network.open(N1, life, (from, request, reply) -> {});
    return new PhiAccrualDetector(
        N1,
        transport,
        life,
        new Chance(2),
        () -> members,
        (node, before, now, reason) -> told.add(node + " " + now + ": " + reason));
  }

  private void open(NodeId node) {
    network.open(
        node,
        new NodeTime(time, 0).begin(),
        (from, request, reply) -> reply.accept(new PeerReply.Pong(node, 1, ready)));
  }

  @Test
  void aNodeThatNobodyTriedIsUp() {
    assertThat(detector.isUp(N2)).isTrue();
    assertThat(detector.isUp(new NodeId("unheard"))).isTrue();
    assertThat(detector.suspicion(N2)).isZero();
  }

  @Test
  void whoAnswersStaysUp() {
    detector.start();
    run(600_000);

    assertThat(told).isEmpty();
    assertThat(detector.grade(N2)).isEqualTo(Grade.UP);
    assertThat(detector.suspicion(N2)).isLessThan(2);
  }

  @Test
  void aSilentNodeIsSuspectedMoreAndMoreAndDownAfterTwoSeconds() {
    detector.start();
    run(60_000);
    cut(N2);
    List<Grade> grades = new ArrayList<>();
    long begin = time.nanos();
    while (detector.isUp(N2)) {
      run(10);
      if (grades.isEmpty() || grades.get(grades.size() - 1) != detector.grade(N2)) {
        grades.add(detector.grade(N2));
      }
    }

    assertThat((time.nanos() - begin) / MILLI).isBetween(500L, 1_800L);
    assertThat(grades).startsWith(Grade.UP).endsWith(Grade.DOWN);
    assertThat(grades).isSorted();
    assertThat(detector.grade(N3)).isEqualTo(Grade.UP);
    run(10_000);
    assertThat(detector.suspicion(N2)).isGreaterThan(50);
  }

  @Test
  void aStartThatHearsNothingOfANodeFindsItDownTooButLater() {
    cut(N2);
    detector.start();
    run(1_500);
    assertThat(detector.isUp(N2)).isTrue();
    run(2_000);
    assertThat(detector.isUp(N2)).isFalse();
  }

  @Test
  void aBrokenLinkIsBelievedAtOnceAndSoIsAnySignOfLife() {
    detector.start();
    run(10_000);
    detector.onLinkDown(N2, "connection reset");
    assertThat(detector.isUp(N2)).isFalse();
    assertThat(told).containsExactly("n2 DOWN: connection reset");
    detector.onAnswer(N2, MILLI);
    assertThat(detector.isUp(N2)).isTrue();
    detector.onLinkDown(N2, "connection reset");
    detector.onLinkUp(N2);
    assertThat(detector.isUp(N2)).isTrue();
    detector.onLinkDown(N2, "connection reset");
    run(1_100);
    assertThat(detector.isUp(N2)).as("it answers the next ping").isTrue();
  }

  @Test
  void aNodeThatCannotBeReachedIsDownAtOnce() {
    detector.start();
    run(10_000);
    network.close(N2, true);
    run(1_100);

    assertThat(detector.isUp(N2)).isFalse();
    open(N2);
    run(1_100);
    assertThat(detector.isUp(N2)).as("recovery is probed").isTrue();
  }

  @Test
  void aFullQueueIsNoCutLink() {
    detector.start();
    run(10_000);
    detector.onAnswer(N2, MILLI);
    detector.onFailure(N2, Transport.Failure.NOT_SENT);
    assertThat(detector.isUp(N2)).isTrue();
    detector.onFailure(N2, Transport.Failure.NO_REPLY);
    assertThat(detector.isUp(N2)).isTrue();
  }

  /** Otherwise a long pause of the collector would condemn everybody. */
  @Test
  void theOwnPauseIsNobodysSilence() {
    detector.start();
    run(20_000);
    self.pause();
    run(30_000);
    self.resume();
    run(1);
    assertThat(told).isEmpty();
    run(5_000);
    assertThat(told).isEmpty();

    self.pause();
    run(5_000);
    cut(N2);
    self.resume();
    run(4_000);
    assertThat(detector.isUp(N2)).as("it is really silent").isFalse();
    assertThat(detector.isUp(N3)).isTrue();
  }

  @Test
  void anUnsteadyNodeIsGivenMoreTime() {
    detector.start();
    Runnable slow = network.links().trouble(N2, N1, new LinkQuality(1 * MILLI, 900 * MILLI, 0, 0));
    run(100_000);
    assertThat(detector.isUp(N2)).isTrue();
    slow.run();
    cut(N2);
    cut(N3);
    run(1_900);
    assertThat(detector.isUp(N3)).isFalse();
    assertThat(detector.isUp(N2)).isTrue();
    run(3_000);
    assertThat(detector.isUp(N2)).isFalse();
  }

  @Test
  void aNodeThatTakesLongIsSlowButAsked() {
    detector.start();
    network.links().trouble(N2, N1, LinkQuality.slow(500 * MILLI));
    run(30_000);

    assertThat(detector.grade(N2)).isEqualTo(Grade.SLOW);
    assertThat(detector.isUp(N2)).isTrue();
  }

  @Test
  void aNodeThatRefusesDataIsDownUntilItSaysThatItServes() {
    ready = false;
    detector.start();
    run(5_000);
    assertThat(detector.isUp(N2)).as("it only says that it starts").isTrue();
    detector.onNotReady(N2);
    assertThat(detector.isUp(N2)).isFalse();
    run(30_000);
    assertThat(detector.isUp(N2)).isFalse();
    ready = true;
    run(1_100);
    assertThat(detector.isUp(N2)).isTrue();
    detector.onNotReady(N2);
    detector.onAnswer(N2, MILLI);
    assertThat(detector.isUp(N2)).isTrue();
  }

  @Test
  void whoIsNoMemberAnyMoreIsForgotten() {
    detector.start();
    run(5_000);
    cut(N2);
    run(5_000);
    assertThat(detector.isUp(N2)).isFalse();
    members.remove(N2);
    run(400);
    assertThat(detector.isUp(N2)).isTrue();
    assertThat(detector.suspicion(N2)).isZero();
  }

  @Test
  void aStoppedDetectorPingsNobody() {
    detector.start();
    run(5_000);
    detector.stop();
    cut(N2);
    run(60_000);

    assertThat(detector.isUp(N2)).isTrue();
  }

  private void run(long millis) {
    time.runUntil(time.nanos() + millis * MILLI);
  }

  private void cut(NodeId node) {
    network.links().trouble(N1, node, LinkQuality.CUT);
    network.links().trouble(node, N1, LinkQuality.CUT);
  }
}
