package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.disk.DiskSpeed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Queues without bound: whoever has too much to do answers nobody in time. The cluster's watch
 * fails if a queue of a store grows over its bound.
 */
class OverloadTrapTest {
  private static final int BURST = 400;
  private static final long AT_ONCE_NANOS = 100_000_000;

  private final TrapCluster cluster = TrapCluster.of(3);
  private final SimulatedNode owner = cluster.owner(0);

  @Test
  void aBurstOfPutsIsAnsweredAtOnceOrRefusedAtOnce() {
    cluster.nodes().forEach(node -> node.disk().clock().speed(DiskSpeed.SLOW));
    long begin = cluster.nanos();
    List<Answer<PutOutcome>> answers = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      TrapClient client = cluster.client(owner).of(Key.of("key-" + i));
      answers.add(client.beginPut("value", VersionVector.EMPTY));
    }
    cluster.until("all are answered", () -> answers.stream().allMatch(Answer::isThere));
    List<Answer<PutOutcome>> refused = new ArrayList<>();
    for (Answer<PutOutcome> answer : answers) {
      if (answer.outcome() instanceof PutOutcome.Refused no
          && no.reason() == Refusal.Reason.OVERLOADED) {
        assertThat(no.detail()).contains("too many writes wait");
        refused.add(answer);
      }
    }
    assertThat(refused).hasSizeGreaterThan(BURST / 2);
    assertThat(refused)
        .allSatisfy(answer -> assertThat(answer.nanos() - begin).isLessThan(AT_ONCE_NANOS));
    assertThat(cluster.count("most writes waiting")).isPositive();
    assertServesAgain();
  }

  @Test
  void aBurstOfGetsIsAnsweredAtOnceOrRefusedAtOnce() {
    cluster.client(owner).store("before");
    long begin = cluster.nanos();
    List<Answer<GetOutcome>> answers = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      answers.add(cluster.client(owner).beginGet());
    }
    cluster.until("all are answered", () -> answers.stream().allMatch(Answer::isThere));
    long refused =
        answers.stream().filter(one -> one.outcome() instanceof GetOutcome.Unavailable).count();
    assertThat(refused).isBetween(1L, BURST - 1L);
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.nanos() - begin).isLessThan(AT_ONCE_NANOS));
    assertServesAgain();
  }

  private void assertServesAgain() {
    cluster.nodes().forEach(node -> node.disk().clock().speed(DiskSpeed.FAST));
    cluster.seconds(5);
    cluster.client(owner).store("after", cluster.client(owner).context());
    cluster.assertSettlesOn("after");
  }
}
