package io.dynamo.replication.hint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.actor.VirtualLoop;
import io.dynamo.replication.admission.Pace;
import io.dynamo.replication.store.Done;
import io.dynamo.replication.store.Hint;
import io.dynamo.replication.store.LocalHints;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.testkit.membership.StillMembership;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rule Q4: how hints come home (Dynamo §4.6). */
class HintDeliveryTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");
  private static final NodeId D = new NodeId("d");
  private static final Position POSITION = new Position(1, 1);

  private final VirtualLoop loop = new VirtualLoop();
  private final KeptHints store = new KeptHints();
  private final List<Long> walks = new ArrayList<>();
  private final Set<NodeId> down = new LinkedHashSet<>();
  private final HintDelivery delivery =
      new HintDelivery(
          D,
          new StillMembership(ring()),
          store,
          loop,
          loop,
          node -> !down.contains(node),
          Pace.unhindered(),
          new NoEvents() {
            @Override
            public void hintsWalked(long oldestMillis) {
              walks.add(oldestMillis);
            }
          });

  private static Ring ring() {
    List<Member> members = new ArrayList<>();
    for (NodeId node : List.of(A, B, C, D)) {
      members.add(new Member(node, "127.0.0.1", 1, "", 1));
    }
    ClusterSettings settings = new ClusterSettings("test", 1, 3, 2, 2, "one", "dvv", 1);
    MembershipHistory history =
        new MembershipHistory(
            new ClusterId(1, 2), List.of(new MembershipEvent.Create(settings, members, null)));
    return new Ring(history, List.of(Partition.settled(0, 0, 2, List.of(A, B, C, D), 3)));
  }

  @Test
  void aHintGoesToEveryOwnerAndIsRemovedWhenAllHaveIt() {
    up(A, B, C);
    keep("k", 1);
    delivery.start();
    loop.run(1);
    assertThat(loop.sent()).containsExactly("a Merge", "b Merge", "c Merge");
    assertThat(store.hints).isEmpty();
  }

  @Test
  void aHintStaysWhileAnOwnerIsDownAndComesHomeWhenItIsBack() {
    up(A, B);
    down.add(C);
    keep("k", 1);
    delivery.start();
    loop.run(5_000);
    assertThat(store.hints).hasSize(1);
    assertThat(loop.sent()).as("nobody gets it twice").containsExactly("a Merge", "b Merge");
    down.clear();
    up(C);
    loop.run(2_000);
    assertThat(loop.sent()).endsWith("c Merge");
    assertThat(store.hints).isEmpty();
  }

  /** The detector may take a dead owner for living; the hint stays. */
  @Test
  void aHintThatIsNotTakenStays() {
    up(A, B);
    loop.ignores(C);
    keep("k", 1);
    delivery.start();
    loop.run(20_000);
    assertThat(store.hints).hasSize(1);
    up(C);
    loop.run(10_000);
    assertThat(store.hints).isEmpty();
  }

  /** What was written while the hint was under way is delivered too. */
  @Test
  void aHintThatGrowsWhileItIsUnderWayIsSentAgain() {
    up(A, B);
    loop.answers(
        C,
        (request, reply) -> {
          keep("k", 2);
          up(C);
          reply.accept(new PeerReply.Merged());
        });
    keep("k", 1);
    delivery.start();
    loop.run(10_000);
    assertThat(store.hints).isEmpty();
    assertThat(store.removed).containsExactly(state(2));
  }

  /** A node that keeps many delivers them all, never more than so many at once. */
  @Test
  void manyHintsAreDeliveredInAWindow() {
    up(A, B);
    int[] underWay = new int[2];
    loop.answers(
        C,
        (request, reply) -> {
          underWay[0]++;
          underWay[1] = Math.max(underWay[1], underWay[0]);
          loop.schedule(
              1_000_000,
              () -> {
                underWay[0]--;
                reply.accept(new PeerReply.Merged());
              });
        });
    for (int i = 0; i < 300; i++) {
      keep("k" + i, 1);
    }
    delivery.start();
    loop.run(1_000);
    assertThat(store.hints).isEmpty();
    assertThat(underWay[1]).isEqualTo(HintDelivery.WINDOW);
  }

  @Test
  void aHintThatIsKeptLaterIsFoundByTheNextWalk() {
    up(A, B, C);
    delivery.start();
    loop.run(10_000);
    keep("k", 1);
    loop.run(HintDelivery.INTERVAL_MILLIS);
    assertThat(store.hints).isEmpty();
  }

  @Test
  void theOldestHintOfEachWalkIsTold() {
    up(A, B);
    down.add(C);
    delivery.start();
    loop.run(100);
    keep("k", 1);
    loop.run(1_500);
    assertThat(walks).containsExactly(-1L, 0L);
    down.clear();
    up(C);
    loop.run(3_000);
    assertThat(walks).endsWith(-1L);
  }

  @Test
  void nothingIsSentAfterTheStop() {
    up(A, B, C);
    delivery.start();
    delivery.stop();
    keep("k", 1);
    loop.run(60_000);
    assertThat(loop.sent()).isEmpty();
  }

  private void up(NodeId... nodes) {
    for (NodeId node : nodes) {
      loop.answers(node, new PeerReply.Merged());
    }
  }

  private void keep(String key, long counter) {
    store.hints.put(Key.of(key), state(counter));
  }

  private static Siblings state(long counter) {
    Version version = Version.of(new Dot(new Actor(D, 7, 1), counter), 1, new byte[] {1}, null);
    return new Siblings(VersionVector.of(List.of(version.dot())), List.of(version), List.of());
  }

  /** Hints in memory, answered a turn of the loop later. */
  private final class KeptHints implements LocalHints {
    final TreeMap<Key, Siblings> hints = new TreeMap<>();
    final List<Siblings> removed = new ArrayList<>();

    @Override
    public void hints(@Nullable Hint after, int limit, StoreHandler<List<Hint>> handler) {
      List<Hint> page = new ArrayList<>();
      (after == null ? hints : hints.tailMap(after.key(), false))
          .forEach(
              (key, state) -> {
                if (page.size() < limit) {
                  page.add(new Hint(key, POSITION, state, Generation.ZERO));
                }
              });
      loop.schedule(0, () -> handler.onDone(page));
    }

    @Override
    public void removeHint(
        Key key, Position position, Siblings delivered, StoreHandler<Done> handler) {
      if (delivered.equals(hints.get(key))) {
        hints.remove(key);
        removed.add(delivered);
      }
      loop.schedule(0, () -> handler.onDone(Done.DONE));
    }

    @Override
    public void learn(Position position, Generation other) {
      throw new AssertionError("nothing was raised, but " + position + " is at " + other);
    }

    @Override
    public boolean hasHints() {
      return !hints.isEmpty();
    }
  }
}
