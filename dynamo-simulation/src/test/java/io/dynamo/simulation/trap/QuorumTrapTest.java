package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Replier;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.network.Holding;
import io.dynamo.testkit.network.LinkQuality;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that count and must not (section Q). */
class QuorumTrapTest {
  private static final LinkQuality DOUBLED = new LinkQuality(100_000, 1_000_000, 0, 1000);

  /** Q1: every message comes twice, and is answered twice. */
  @Test
  void twoAcknowledgementsOfOneNodeCountOnce() {
    TrapCluster cluster = TrapCluster.of(3);
    SimulatedNode owner = cluster.owner(0);
    for (SimulatedNode from : cluster.nodes()) {
      for (SimulatedNode to : cluster.nodes()) {
        cluster.simulated().network().links().trouble(from.id(), to.id(), DOUBLED);
      }
    }
    cluster.isolate(cluster.owner(2));
    PutOutcome three = cluster.client(owner).replies(3).put("three");
    assertThat(three).isInstanceOf(PutOutcome.Unknown.class);
    assertThat(((PutOutcome.Unknown) three).repliers()).doesNotHaveDuplicates().hasSize(2);
    GetOutcome get = cluster.client(owner).replies(3).get();
    assertThat(get).isInstanceOf(GetOutcome.Unavailable.class);
    assertThat(((GetOutcome.Unavailable) get).repliers()).doesNotHaveDuplicates().hasSize(2);
    assertThat(cluster.client(owner).values()).containsExactly("three");
  }

  /** Q1: {@code pw} with owners away. */
  @Test
  void aFallbackDoesNotCountAsAnOwner() {
    TrapCluster cluster = TrapCluster.of(5);
    SimulatedNode owner = cluster.owner(0);
    cluster.owner(1).crash();
    cluster.owner(2).crash();
    cluster.untilSeen();
    PutOutcome.Stored sloppy = TrapClient.stored(cluster.client(owner).replies(3).put("sloppily"));
    assertThat(sloppy.repliers())
        .containsExactlyInAnyOrder(
            new Replier(owner.id(), true),
            new Replier(cluster.fallback(0).id(), false),
            new Replier(cluster.fallback(1).id(), false));
    PutOutcome owners = cluster.client(owner).owners(2).put("by two owners");
    assertThat(owners).isInstanceOf(PutOutcome.Unknown.class);
    GetOutcome get = cluster.client(owner).owners(2).get();
    assertThat(get).isInstanceOf(GetOutcome.Unavailable.class);
    assertThat(cluster.client(owner).owners(1).values())
        .containsExactlyInAnyOrder("sloppily", "by two owners");
  }

  /** Q2: one owner is wiped, filled from one that is behind, and the one that knows is away. */
  @Test
  void aWipedReplicaThatWasFilledFromAStalePeerDoesNotVote() {
    TrapCluster cluster = TrapCluster.of(3);
    SimulatedNode knows = cluster.owner(0);
    SimulatedNode wiped = cluster.owner(1);
    SimulatedNode stale = cluster.owner(2);
    VersionVector old = TrapClient.contextOf(cluster.client(knows).store("old"));
    cluster.assertSettlesOn("old");
    cluster.isolate(stale);
    cluster.untilSeen();
    cluster.client(knows).store("new", old);
    knows.crash();
    wiped.crash();
    wiped.disk().wipe();
    cluster.simulated().network().links().heal();
    cluster.start(wiped);
    cluster.until("it is filled", () -> cluster.stored(wiped).contains("old"));
    cluster.seconds(20);
    assertThat(cluster.client(stale).get()).isInstanceOf(GetOutcome.Unavailable.class);
    assertThat(cluster.client(wiped).get()).isInstanceOf(GetOutcome.Unavailable.class);
    assertThat(cluster.client(wiped).replies(1).values())
        .as("R=1 promises less")
        .containsExactly("old");
    cluster.start(knows);
    assertThat(cluster.client(stale).values()).containsExactly("new");
    cluster.assertSettlesOn("new");
    cluster.until("it is whole", () -> votes(cluster, wiped));
  }

  private static boolean votes(TrapCluster cluster, SimulatedNode node) {
    return cluster.client(node).replies(3).get() instanceof GetOutcome.Answered answered
        && answered.repliers().contains(new Replier(node.id(), true));
  }

  /** Q3: all owners are out of reach, and the fallbacks never heard of the key. */
  @Test
  void fallbacksDoNotAnswerNotFoundForAKeyThatIsOlderThanTheFailure() {
    TrapCluster cluster = TrapCluster.of(5);
    SimulatedNode fallback = cluster.fallback(0);
    cluster.client(cluster.owner(0)).store("value");
    cluster.assertSettlesOn("value");
    Runnable heal = cluster.split(List.of(fallback, cluster.fallback(1)));
    cluster.untilSeen();
    for (int replies = 1; replies <= 2; replies++) {
      assertThat(cluster.client(fallback).replies(replies).get())
          .isInstanceOf(GetOutcome.Unavailable.class);
    }
    heal.run();
    assertThat(cluster.client(fallback).values()).containsExactly("value");
  }

  /** Q3: two owners are down, and the one that is left is slow. */
  @Test
  void notFoundWaitsForTheOwnerThatIsLeft() {
    TrapCluster cluster = TrapCluster.of(5);
    SimulatedNode fallback = cluster.fallback(0);
    SimulatedNode left = cluster.owner(2);
    cluster.client(cluster.owner(0)).store("value");
    cluster.assertSettlesOn("value");
    cluster.owner(0).crash();
    cluster.owner(1).crash();
    cluster.untilSeen();
    Holding slow = cluster.hold(PeerRequest.Read.class, fallback, left);
    Answer<GetOutcome> answer = cluster.client(fallback).beginGet();
    cluster.seconds(1);
    assertThat(answer.isThere()).isFalse();
    slow.release();
    cluster.await(answer);
    assertThat(TrapCluster.values(TrapClient.answered(answer.outcome()).state()))
        .containsExactly("value");
  }

  /** Q3: one owner missed the write and says so, one is down, and the one that has it is slow. */
  @Test
  void notFoundOfAFallbackIsNoSecondVoteBesideAnOwnerThatMissedTheWrite() {
    TrapCluster cluster = TrapCluster.of(5);
    SimulatedNode fallback = cluster.fallback(1);
    SimulatedNode has = cluster.owner(1);
    SimulatedNode missed = cluster.owner(2);
    Runnable heal = cluster.isolate(missed);
    cluster.untilSeen();
    cluster.client(cluster.owner(0)).store("value");
    cluster.until("another has it", () -> cluster.stored(has).contains("value"));
    cluster.owner(0).crash();
    cluster.fallback(0).crash();
    cluster.cut(has, missed);
    heal.run();
    cluster.untilSeen();
    assertThat(cluster.state(missed).isNone()).isTrue();
    assertThat(cluster.hint(fallback)).isEmpty();
    Holding slow = cluster.hold(PeerRequest.Read.class, fallback, has);
    Answer<GetOutcome> answer = cluster.client(fallback).beginGet();
    cluster.seconds(1);
    assertThat(answer.isThere()).isFalse();
    slow.release();
    cluster.await(answer);
    assertThat(TrapCluster.values(TrapClient.answered(answer.outcome()).state()))
        .containsExactly("value");
  }
}
