package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Replier;
import io.dynamo.replication.store.Area;
import io.dynamo.simulation.node.SimulatedNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Repair fills fallbacks, which hand it all back: read repair and trees concern owners only, hints
 * are apart.
 */
class FallbackRepairTrapTest {
  private final TrapCluster cluster = TrapCluster.of(5);
  private final SimulatedNode owner = cluster.owner(0);
  private final SimulatedNode away = cluster.owner(2);
  private final SimulatedNode fallback = cluster.fallback(0);

  @Test
  void aGetThatAFallbackAnsweredLeavesNothingThere() {
    cluster.client(owner).store("value");
    cluster.assertSettlesOn("value");
    // What can be read there already is on the disk by then, and acknowledged.
    cluster.seconds(1);
    away.crash();
    cluster.untilSeen();
    long merges = cluster.messages(PeerRequest.Merge.class);
    for (int i = 0; i < 5; i++) {
      GetOutcome.Answered got = TrapClient.answered(cluster.client(owner).replies(3).get());
      assertThat(got.repliers()).contains(new Replier(fallback.id(), false));
      cluster.seconds(3);
    }
    assertHasNothing(fallback);
    assertThat(cluster.messages(PeerRequest.KeepHint.class)).isZero();
    assertThat(cluster.messages(PeerRequest.Merge.class)).isEqualTo(merges);
    cluster.start(away);
    cluster.assertSettlesOn("value");
  }

  @Test
  void aHintGoesHomeOnceAndThenThereIsQuiet() {
    away.crash();
    cluster.untilSeen();
    cluster.client(owner).store("value");
    cluster.until("the fallback has it", () -> cluster.hint(fallback).contains("value"));
    for (int i = 0; i < 5; i++) {
      assertThat(cluster.client(owner).values()).containsExactly("value");
      cluster.seconds(2);
    }
    cluster.start(away);
    cluster.assertSettlesOn("value");
    cluster.seconds(5);
    List<Long> before = dataMessages();
    for (int i = 0; i < 30; i++) {
      cluster.seconds(2);
      assertThat(cluster.client(fallback).replies(3).values()).containsExactly("value");
    }
    assertThat(dataMessages()).isEqualTo(before);
    cluster.nodes().stream()
        .filter(node -> !cluster.owners().contains(node))
        .forEach(this::assertHasNothing);
    cluster.assertSound();
  }

  /** Every kind of message that carries records from one node to another. */
  private List<Long> dataMessages() {
    return List.of(
        cluster.messages(PeerRequest.KeepHint.class),
        cluster.messages(PeerRequest.Merge.class),
        cluster.messages(PeerRequest.LeafEntries.class),
        cluster.messages(PeerRequest.Fetch.class),
        cluster.count("hint delivered"),
        cluster.count("read repaired"));
  }

  private void assertHasNothing(SimulatedNode node) {
    assertThat(node.stored(Area.RECORDS, TrapCluster.KEY).isNone()).as("%s", node.id()).isTrue();
    assertThat(node.stored(Area.HINTS, TrapCluster.KEY).isNone()).as("%s", node.id()).isTrue();
  }
}
