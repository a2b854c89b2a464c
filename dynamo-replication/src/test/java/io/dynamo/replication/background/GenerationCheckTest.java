package io.dynamo.replication.background;

import static io.dynamo.replication.background.SmallCluster.A;
import static io.dynamo.replication.background.SmallCluster.B;
import static io.dynamo.replication.background.SmallCluster.C;
import static io.dynamo.replication.background.SmallCluster.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.tree.GenerationCheck;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule D5 at a start: what was reaped meanwhile is known before anything is taken. */
class GenerationCheckTest {
  private final SmallCluster cluster = new SmallCluster();
  private final List<String> done = new ArrayList<>();

  @Test
  void oneMemberThatIsReadyIsEnough() {
    answer(B, new Generation(3, 2), true);
    check(A, false).start(cluster.node(A).store, this::end);
    cluster.loop.run(10);
    assertThat(done).containsExactly("null");
    assertThat(cluster.node(A).partition().generation()).isEqualTo(new Generation(3, 2));
  }

  @Test
  void membersThatStartTooAreEnoughOnlyTogether() {
    answer(B, new Generation(1, 0), false);
    answer(C, new Generation(2, 2), false);
    cluster.loop.ignores(D);
    check(A, false).start(cluster.node(A).store, this::end);
    cluster.loop.run(1_500);
    assertThat(done).isEmpty();
    answer(D, Generation.ZERO, false);
    cluster.loop.run(1_000);
    assertThat(done).containsExactly("null");
    assertThat(cluster.node(A).partition().generation()).isEqualTo(new Generation(2, 2));
  }

  @Test
  void aNodeThatNobodyAnswersGoesOnAfterAWhile() {
    List.of(B, C, D).forEach(cluster.loop::kill);
    check(A, false).start(cluster.node(A).store, this::end);
    cluster.loop.run(1_900);
    assertThat(done).isEmpty();
    cluster.loop.run(200);
    assertThat(done).containsExactly("null");
  }

  @Test
  void aNodeThatHasLostItsLogWaitsForAnAnswer() {
    List.of(B, C, D).forEach(cluster.loop::kill);
    check(A, true).start(cluster.node(A).store, this::end);
    cluster.loop.run(60_000);
    assertThat(done).isEmpty();
    answer(C, new Generation(4, 4), true);
    cluster.loop.run(1_000);
    assertThat(done).containsExactly("null");
  }

  /** It answered while it was starting itself; the third may stay away for good. */
  @Test
  void aMemberThatIsNotReadyYetIsAskedAgain() {
    answer(B, new Generation(1, 1), false);
    List.of(C, D).forEach(cluster.loop::kill);
    check(A, true).start(cluster.node(A).store, this::end);
    cluster.loop.run(10_000);
    assertThat(done).isEmpty();
    answer(B, new Generation(2, 2), true);
    cluster.loop.run(1_000);
    assertThat(done).containsExactly("null");
    assertThat(cluster.node(A).partition().generation()).isEqualTo(new Generation(2, 2));
  }

  @Test
  void aDiskOfAnOlderTimeIsSetAsideBeforeTheNodeServes() {
    cluster.node(A).merge(Area.RECORDS, "k", cluster.putAt(B, "k", "v"));
    answer(B, new Generation(1, 1), true);
    check(A, false).start(cluster.node(A).store, this::end);
    cluster.loop.run(10);
    assertThat(cluster.node(A).read("k").isNone()).isTrue();
    assertThat(cluster.node(A).partition().whole()).isFalse();
    assertThat(cluster.told).contains("a set aside 1");
  }

  /** Partitions have their numbers in every ring, so what is asked under another is answered. */
  @Test
  void whoAsksUnderAnotherRingIsAnsweredToo() {
    assertThat(check(A, false).answer(new PeerRequest.AskGenerations(7)))
        .isEqualTo(new PeerReply.Generations(List.of(Generation.ZERO), false));
  }

  private GenerationCheck check(NodeId node, boolean lost) {
    SmallCluster.Node starting = cluster.node(node);
    return new GenerationCheck(
        node, cluster.ring, starting.store.partitions(), lost, cluster.loop, cluster.loop);
  }

  private void answer(NodeId node, Generation generation, boolean ready) {
    cluster.loop.answers(node, new PeerReply.Generations(List.of(generation), ready));
  }

  private void end(String failure) {
    done.add(String.valueOf(failure));
  }
}
