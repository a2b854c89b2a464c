package io.dynamo.replication.background;

import static io.dynamo.replication.background.SmallCluster.A;
import static io.dynamo.replication.background.SmallCluster.B;
import static io.dynamo.replication.background.SmallCluster.C;
import static io.dynamo.replication.background.SmallCluster.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.store.Area;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Section H on real stores: a partition of a, b and c moves to b, c and d. */
class SectionHTest {
  private final SmallCluster cluster = new SmallCluster();

  @Test
  void aPartitionMovesAndTheFormerOwnerDropsIt() {
    Siblings state = cluster.putAt(A, "k", "v", B, C);
    begin();
    cluster.membership.moveTo(B, C, D);
    cluster.loop.run(5_000);

    assertThat(owners()).containsExactly(B, C, D);
    assertThat(cluster.node(D).read("k")).isEqualTo(state);
    assertThat(cluster.node(D).partition().whole()).isTrue();
    assertThat(cluster.node(A).read("k").isNone()).isTrue();
    assertThat(cluster.node(B).isSealed()).isFalse();
    assertThat(cluster.membership.events).hasSize(1);
  }

  @Test
  void ruleH1WritesGoToPresentAndFutureOwnersAndCountAmongThePresent() {
    cluster.membership.moveTo(B, C, D);
    cluster.loop.ignores(B);
    cluster.loop.ignores(C);

    PutOutcome put = put(A, "k", "v", 2, false);

    assertThat(cluster.node(D).read("k").isNone()).isFalse();
    assertThat(put).isInstanceOf(PutOutcome.Unknown.class);
  }

  @Test
  void ruleH7ADeadNewcomerStopsNoPut() {
    cluster.membership.moveTo(B, C, D);
    cluster.node(D).down();
    begin();
    cluster.loop.run(3_000);

    assertThat(put(A, "k", "v", 2, false)).isInstanceOf(PutOutcome.Stored.class);
    assertThat(owners()).containsExactly(A, B, C);
    assertThat(cluster.node(A).isSealed()).isFalse();
  }

  @Test
  void ruleH2ASealedOwnerTakesNothingAndStillShowsWhatItHas() {
    Siblings state = cluster.putAt(A, "k", "v", B, C);
    cluster.membership.moveTo(B, C, D);
    seal(A);

    assertThat(cluster.send(A, cluster.merge("k", state, Generation.ZERO)))
        .isEqualTo(new PeerReply.Sealed());
    PeerReply.State shown = (PeerReply.State) cluster.send(A, read("k"));
    assertThat(shown.state()).isEqualTo(state);
    assertThat(shown.sealed()).isTrue();
  }

  @Test
  void ruleH2ASealedOwnerThatStaysTakesAsAFutureOneAndSaysSo() {
    Siblings state = cluster.putAt(A, "k", "v");
    cluster.membership.moveTo(B, C, D);
    seal(B);

    assertThat(cluster.send(B, cluster.merge("k", state, Generation.ZERO)))
        .isEqualTo(new PeerReply.Merged(true));
  }

  /** One seal of (3, 2, 2) is not enough: what B has taken as a future owner does not count. */
  @Test
  void ruleH4WithTooFewSealsOnlyUnsealedOwnersCount() {
    cluster.membership.moveTo(B, C, D);
    seal(B);
    cluster.node(C).down();

    assertThat(put(A, "k", "v", 2, false)).isInstanceOf(PutOutcome.Unknown.class);
  }

  @Test
  void ruleH4WithEnoughSealsTheFutureOwnersCount() {
    cluster.membership.moveTo(B, C, D);
    seal(A);
    seal(B);
    cluster.node(C).down();

    assertThat(put(B, "k", "v", 2, false)).isInstanceOf(PutOutcome.Stored.class);
    assertThat(cluster.node(D).read("k").isNone()).isFalse();
  }

  /** The put is with B and D; a reader of A and C must not miss it. */
  @Test
  void ruleH4AReaderThatMeetsASealAsksTheFutureOwnersToo() {
    cluster.membership.moveTo(B, C, D);
    fill(D);
    seal(A);
    seal(B);
    cluster.node(C).down();
    put(B, "k", "v", 2, false);
    cluster.node(C).up();
    cluster.node(B).down();

    GetOutcome got = get(A, "k");

    assertThat(got).isInstanceOf(GetOutcome.Answered.class);
    assertThat(((GetOutcome.Answered) got).state().live()).hasSize(1);
  }

  @Test
  void ruleH5AProofUnderAnotherViewIsNone() {
    cluster.membership.moveTo(B, C, D);
    PartitionView before = view();
    cluster.membership.cancel();
    cluster.membership.moveTo(B, C, D);

    assertThat(view()).isNotEqualTo(before);
    assertThat(cluster.send(D, new PeerRequest.Confirm(A, before, losses(D))))
        .isInstanceOf(PeerReply.OtherView.class);
    assertThat(cluster.send(D, new PeerRequest.Confirm(A, view(), losses(D))))
        .isEqualTo(new PeerReply.Confirmed());
  }

  /** Nothing it lacks could reach it as long as it is sealed. */
  @Test
  void aSealedOwnerThatLosesSomethingComparesAndHandsOverAfterThat() {
    cluster.putAt(A, "k", "v", B, C);
    cluster.membership.moveTo(B, C, D);
    seal(A);
    cluster.node(A).upkeep(upkeep -> upkeep.loseAll());
    begin();
    cluster.loop.run(10_000);

    assertThat(owners()).containsExactly(B, C, D);
    assertThat(cluster.node(A).read("k").isNone()).isTrue();
  }

  @Test
  void aProofOfBeforeALossIsNone() {
    cluster.membership.moveTo(B, C, D);
    assertThat(cluster.send(D, new PeerRequest.Confirm(A, view(), losses(D) + 1)))
        .isInstanceOf(PeerReply.OtherView.class);
  }

  /** What puts counted among the future owners must be found after the move came to nothing. */
  @Test
  void ruleQ2AnOwnerThatUnsealsIsNotWholeUntilItHasCompared() {
    cluster.membership.moveTo(B, C, D);
    fill(D);
    seal(A);
    seal(B);
    cluster.node(A).down();
    cluster.node(C).down();
    assertThat(put(B, "k", "v", 2, true)).isInstanceOf(PutOutcome.Stored.class);
    cluster.node(A).up();
    cluster.node(C).up();
    cluster.membership.cancel();

    assertThat(cluster.node(A).partition().whole()).isFalse();
    assertThat(cluster.node(A).partition().compareWith()).containsExactly(B, C, D);
    begin();
    cluster.loop.run(5_000);
    assertThat(cluster.node(A).partition().whole()).isTrue();
    assertThat(cluster.node(A).read("k").live()).hasSize(1);
    assertThat(cluster.node(D).read("k").isNone()).isTrue();
  }

  @Test
  void ruleH6AFormerOwnerDropsNothingWhileAnOwnerOfNowIsAway() {
    cluster.putAt(A, "k", "v", B, C);
    begin();
    cluster.membership.moveTo(B, C, D);
    until(() -> cluster.node(A).isSealed());
    cluster.membership.add(
        id -> new MembershipEvent.HandedOver(id, 0, List.of(A, B, C), List.of(B, C, D)));
    cluster.node(C).down();
    cluster.loop.run(10_000);

    assertThat(cluster.node(A).read("k").isNone()).isFalse();
    cluster.node(C).up();
    cluster.loop.run(5_000);
    assertThat(cluster.node(A).read("k").isNone()).isTrue();
  }

  /** What a client wrote by a fallback under the old owners reaches those of now. */
  @Test
  void ruleQ4AHintOfBeforeTheMoveReachesTheOwnersOfNow() {
    cluster.node(B).down();
    cluster.node(C).down();
    assertThat(put(A, "k", "v", 2, true)).isInstanceOf(PutOutcome.Stored.class);
    cluster.node(B).up();
    cluster.node(C).up();
    begin();
    cluster.membership.moveTo(B, C, D);
    cluster.loop.run(10_000);

    assertThat(owners()).containsExactly(B, C, D);
    for (NodeId owner : List.of(B, C, D)) {
      assertThat(cluster.node(owner).read("k").live()).as("on %s", owner).hasSize(1);
      assertThat(cluster.node(owner).read(Area.HINTS, "k").isNone()).isTrue();
    }
  }

  @Test
  void ruleQ5AWriteUnderTheViewOfBeforeIsNotTaken() {
    Siblings state = cluster.putAt(A, "k", "v");
    Stamp before = cluster.stamp(Generation.ZERO);
    cluster.membership.moveTo(B, C, D);

    assertThat(cluster.send(B, new PeerRequest.Merge(Key.of("k"), state, before)))
        .isInstanceOf(PeerReply.OtherView.class);
  }

  private void begin() {
    cluster.nodes.values().forEach(node -> node.background.start());
  }

  private void until(BooleanSupplier condition) {
    for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
      cluster.loop.run(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private List<NodeId> owners() {
    return cluster.membership.ring().partitions().get(0).owners();
  }

  private PartitionView view() {
    return new PartitionView(0, cluster.membership.ring().partitions().get(0).digest());
  }

  private PeerRequest.Read read(String key) {
    return new PeerRequest.Read(Key.of(key), view().digest());
  }

  private long losses(NodeId node) {
    return cluster.node(node).partition().losses();
  }

  private void seal(NodeId node) {
    List<Boolean> done = new ArrayList<>();
    cluster.node(node).upkeep(upkeep -> done.add(upkeep.handing().seal(view())));
    assertThat(done).containsExactly(true);
  }

  private void fill(NodeId node) {
    List<Boolean> done = new ArrayList<>();
    cluster
        .node(node)
        .upkeep(upkeep -> done.add(upkeep.handing().noteFilled(view(), losses(node))));
    assertThat(done).containsExactly(true);
  }

  private PutOutcome put(NodeId entry, String key, String value, int replies, boolean sloppy) {
    List<PutOutcome> outcomes = new ArrayList<>();
    cluster
        .node(entry)
        .coordination
        .put(
            new PutCommand(
                Key.of(key),
                VersionVector.EMPTY,
                false,
                value.getBytes(StandardCharsets.UTF_8),
                null,
                new Quorum(replies, 0, sloppy, 1_000_000_000)),
            outcomes::add);
    cluster.loop.run(2_000);
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  private GetOutcome get(NodeId entry, String key) {
    List<GetOutcome> outcomes = new ArrayList<>();
    cluster
        .node(entry)
        .coordination
        .get(new GetCommand(Key.of(key), new Quorum(2, 0, false, 1_000_000_000)), outcomes::add);
    cluster.loop.run(2_000);
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }
}
