package io.dynamo.replication.background;

import static io.dynamo.replication.background.SmallCluster.A;
import static io.dynamo.replication.background.SmallCluster.B;
import static io.dynamo.replication.background.SmallCluster.C;
import static io.dynamo.replication.background.SmallCluster.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.MoveState;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.store.HeedlessDrops;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.Stores;
import io.dynamo.replication.store.UnsealedMerges;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Each rule of section H, broken, breaks the promise in an interleaving that the rule survives: a
 * partition of a, b and c moves to b, c and d, with N=3 and R=W=2.
 */
class SectionHMutantTest {
  private static final String KEY = "k";

  /** A merge that a sealed and closed owner takes (rule H2). */
  private static final class Unsealed implements Mutant {
    @Override
    public StoreThreads threads(StoreThreads threads, Stores stores) {
      return new UnsealedMerges(threads, stores);
    }
  }

  /** One seal is enough, for whoever hands over and for whoever takes (rule H4 wants two). */
  private static final class OneSeal implements Mutant {
    @Override
    public void answer(SmallCluster.Node node, PeerRequest request, Consumer<PeerReply> reply) {
      if (request instanceof PeerRequest.Confirm confirm) {
        node.upkeep(
            upkeep ->
                upkeep.handing().noteProven(confirm.view(), confirm.asker(), confirm.losses(), 1));
      }
      node.answer(request, answer -> reply.accept(proven(answer)));
    }

    private static PeerReply proven(PeerReply reply) {
      if (!(reply instanceof PeerReply.Moves moves)) {
        return reply;
      }
      List<MoveState> states = new ArrayList<>();
      for (MoveState state : moves.partitions()) {
        states.add(new MoveState(state.partition(), state.filled(), state.sealed(), true));
      }
      return new PeerReply.Moves(states);
    }
  }

  /** A former owner that drops without another look at the partition's digest (rule H6). */
  private static final class Heedless implements Mutant {
    @Override
    public StoreThreads threads(StoreThreads threads, Stores stores) {
      return new HeedlessDrops(threads, stores);
    }
  }

  /**
   * What another asks for its proof under another history is answered as if under this node's own,
   * and what it gives is passed over (rule Q5); whether it is confirmed too is another matter (H5).
   */
  private static final class AnyHistory implements Mutant {
    private final boolean confirming;

    AnyHistory(boolean confirming) {
      this.confirming = confirming;
    }

    @Override
    public void answer(SmallCluster.Node node, PeerRequest request, Consumer<PeerReply> reply) {
      PartitionView own = node.view();
      if (request instanceof PeerRequest.TreeRoots roots) {
        node.answer(new PeerRequest.TreeRoots(roots.ring(), List.of(own)), reply);
      } else if (request instanceof PeerRequest.Merge merge
          && merge.stamp().owners() != own.digest()) {
        reply.accept(new PeerReply.Merged());
      } else if (request instanceof PeerRequest.Confirm confirm && confirming) {
        node.answer(new PeerRequest.Confirm(confirm.asker(), own, confirm.losses()), reply);
      } else {
        node.answer(request, reply);
      }
    }
  }

  @Test
  void ruleH2AnAcknowledgementOfASealedOwnerIsMissedAfterTheHandOver() {
    SmallCluster broken = new SmallCluster(new Unsealed());
    assertThat(putBesideASealedOwner(broken)).isInstanceOf(PutOutcome.Stored.class);
    handOverByBAlone(broken);
    assertThat(owners(broken)).containsExactly(B, C, D);
    assertThat(found(get(broken, B))).as("an acknowledged put is missed").isZero();

    SmallCluster sound = new SmallCluster();
    assertThat(putBesideASealedOwner(sound)).isInstanceOf(PutOutcome.Unknown.class);
    handOverByBAlone(sound);
    assertThat(owners(sound)).containsExactly(B, C, D);
    sound.network.loses((from, to, request) -> false);
    assertThat(put(sound, C, 2_000)).isInstanceOf(PutOutcome.Stored.class);
    split(sound, A, C);
    assertThat(found(get(sound, B))).isPositive();
  }

  /**
   * A and b have sealed, and all is proven; then c coordinates a put that reaches a and c alone.
   */
  private static PutOutcome putBesideASealedOwner(SmallCluster cluster) {
    begin(cluster, A, B, D);
    cluster.membership.refuse(true);
    cluster.membership.moveTo(B, C, D);
    cluster.loop.run(3_000);
    assertThat(sealed(cluster)).containsExactly(A, B);
    split(cluster, A, C);
    return put(cluster, C, 2_000);
  }

  private static void handOverByBAlone(SmallCluster cluster) {
    cluster.membership.refuse(false);
    cluster.loop.run(3_000);
  }

  @Test
  void ruleH4AHandOverAfterOneSealMissesWhatTheOthersAcknowledged() {
    SmallCluster broken = new SmallCluster(new OneSeal());
    putBesideOneSeal(broken);
    handOverByBAlone(broken);
    assertThat(owners(broken)).containsExactly(B, C, D);
    assertThat(found(get(broken, B))).as("an acknowledged put is missed").isZero();

    SmallCluster sound = new SmallCluster();
    putBesideOneSeal(sound);
    handOverByBAlone(sound);
    assertThat(owners(sound)).containsExactly(A, B, C);
    assertThat(get(sound, B)).isNotInstanceOf(GetOutcome.Answered.class);
    sound.network.loses((from, to, request) -> false);
    begin(sound, A, C);
    sound.loop.run(10_000);
    assertThat(owners(sound)).containsExactly(B, C, D);
    split(sound, A, C);
    assertThat(found(get(sound, B))).isPositive();
  }

  /** Only b has sealed; a and c, cut off from it, acknowledge a put. */
  private static void putBesideOneSeal(SmallCluster cluster) {
    begin(cluster, B, D);
    cluster.membership.refuse(true);
    cluster.membership.moveTo(B, C, D);
    cluster.loop.run(3_000);
    assertThat(sealed(cluster)).containsExactly(B);
    split(cluster, A, C);
    assertThat(put(cluster, C, 2_000)).isInstanceOf(PutOutcome.Stored.class);
  }

  @Test
  void ruleH6ADropThatDoesNotLookAgainTakesACopyThatCounts() {
    SmallCluster broken = new SmallCluster(new Heedless());
    putAmidADrop(broken);
    assertThat(having(broken, "new")).as("c lacks it, and a has dropped it").containsExactly(B);
    broken.wipe(B);
    assertThat(having(broken, "new")).as("one disk of two is lost, and with it all").isEmpty();

    SmallCluster sound = new SmallCluster();
    putAmidADrop(sound);
    assertThat(having(sound, "new")).containsExactly(A, B);
    sound.wipe(B).background.start();
    sound.node(C).up();
    sound.loop.run(10_000);
    assertThat(having(sound, "new")).containsExactly(A, B, C);
  }

  /**
   * A has dropped one part; a late event makes it an owner again, and a put counts on it and b
   * while c is down; the drop of the next part, decided on before, was waiting for the writer.
   */
  private static void putAmidADrop(SmallCluster cluster) {
    cluster.putAt(A, "old", "v", B, C);
    begin(cluster, A, B, C, D);
    cluster.membership.moveTo(B, C, D);
    for (int i = 0; i < 5_000 && having(cluster, "old").contains(A); i++) {
      cluster.loop.run(1);
    }
    assertThat(having(cluster, "old")).as("one part is dropped").containsExactly(B, C, D);
    PartitionView proofs = cluster.node(A).view();
    cluster.membership.undo(A, B, C);
    cluster.node(C).down();
    assertThat(put(cluster, B, "new", 0)).isInstanceOf(PutOutcome.Stored.class);
    assertThat(having(cluster, "new")).containsExactly(A, B);
    cluster.node(A).store.upkeep(upkeep -> upkeep.handing().drop(proofs), StoreHandler.ignoring());
    cluster.loop.run(1);
  }

  /** Confirming alone shows nothing as long as what is given under another history is refused. */
  @Test
  void ruleH5AProofUnderAnotherHistoryProvesNothing() {
    SmallCluster broken = new SmallCluster(new AnyHistory(true));
    askForProofsOfAnotherHistory(broken);
    assertThat(owners(broken)).containsExactly(B, C, D);
    assertThat(found(get(broken, D))).as("an acknowledged put is missed").isZero();

    for (Mutant mutant : List.of(Mutant.NONE, new AnyHistory(false))) {
      SmallCluster sound = new SmallCluster(mutant);
      askForProofsOfAnotherHistory(sound);
      assertThat(owners(sound)).containsExactly(B, C, D);
      assertThat(found(get(sound, D))).isPositive();
    }
  }

  /**
   * A put is on a and b alone. They seal for a move that c and d, cut off from them, see cancelled
   * and begun anew; then a and b reach c and d again and want their proofs. At the end c and d are
   * alone with each other.
   */
  private static void askForProofsOfAnotherHistory(SmallCluster cluster) {
    split(cluster, A, B);
    assertThat(put(cluster, A, 2_000)).isInstanceOf(PutOutcome.Stored.class);
    cluster.network.loses(
        (from, to, request) ->
            !(request instanceof PeerRequest.AskMoves) && isLeft(from) != isLeft(to));
    cluster.membership.moveTo(B, C, D);
    begin(cluster, A, B, D);
    cluster.loop.run(3_000);
    assertThat(sealed(cluster)).containsExactly(A, B);
    assertThat(having(cluster, KEY)).containsExactly(A, B);

    split(cluster, A, B);
    MovingMembership others = cluster.apart(C, D);
    others.cancel();
    others.moveTo(B, C, D);
    cluster.loop.run(3_000);
    assertThat(having(cluster, KEY)).containsExactly(A, B);

    cluster.network.loses(
        (from, to, request) ->
            request instanceof PeerRequest.AskMoves
                && !cluster.known(from).equals(cluster.known(to)));
    cluster.loop.run(10_000);
    cluster.together();
    split(cluster, A, B);
  }

  private static boolean isLeft(NodeId node) {
    return node.equals(A) || node.equals(B);
  }

  private static void begin(SmallCluster cluster, NodeId... nodes) {
    for (NodeId node : nodes) {
      cluster.node(node).background.start();
    }
  }

  /** These two hear nothing of the other two from now on, nor those of them. */
  private static void split(SmallCluster cluster, NodeId one, NodeId other) {
    List<NodeId> side = List.of(one, other);
    cluster.network.loses((from, to, request) -> side.contains(from) != side.contains(to));
  }

  private static List<NodeId> owners(SmallCluster cluster) {
    return cluster.membership.ring().partitions().get(0).owners();
  }

  private static List<NodeId> sealed(SmallCluster cluster) {
    return cluster.nodes.values().stream()
        .filter(SmallCluster.Node::isSealed)
        .map(node -> node.id)
        .toList();
  }

  private static List<NodeId> having(SmallCluster cluster, String key) {
    return cluster.nodes.values().stream()
        .filter(node -> !node.read(key).isNone())
        .map(node -> node.id)
        .toList();
  }

  private static PutOutcome put(SmallCluster cluster, NodeId entry, long millis) {
    return put(cluster, entry, KEY, millis);
  }

  /** By owners alone, within so many milliseconds. */
  private static PutOutcome put(SmallCluster cluster, NodeId entry, String key, long millis) {
    List<PutOutcome> outcomes = new ArrayList<>();
    cluster
        .node(entry)
        .coordination
        .put(
            new PutCommand(
                Key.of(key),
                VersionVector.EMPTY,
                false,
                "v".getBytes(StandardCharsets.UTF_8),
                null,
                new Quorum(2, 0, false, 1_000_000_000)),
            outcomes::add);
    cluster.loop.run(millis);
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  private static GetOutcome get(SmallCluster cluster, NodeId entry) {
    List<GetOutcome> outcomes = new ArrayList<>();
    cluster
        .node(entry)
        .coordination
        .get(new GetCommand(Key.of(KEY), new Quorum(2, 0, false, 1_000_000_000)), outcomes::add);
    cluster.loop.run(2_000);
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  /** How many values a get has found that was answered. */
  private static int found(GetOutcome outcome) {
    assertThat(outcome).isInstanceOf(GetOutcome.Answered.class);
    return ((GetOutcome.Answered) outcome).state().live().size();
  }
}
