package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.node.SimulatedNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hints that come at the wrong time, or never (rule Q4). */
class HintTrapTest {
  private final TrapCluster cluster = TrapCluster.of(5);
  private final SimulatedNode owner = cluster.owner(0);
  private final SimulatedNode away = cluster.owner(2);
  private final SimulatedNode fallback = cluster.fallback(0);
  private VersionVector first = VersionVector.EMPTY;

  /** The fallback keeps a hint for an owner that is away. */
  @BeforeEach
  void keepHint() {
    away.crash();
    cluster.untilSeen();
    PutOutcome.Stored stored = cluster.client(owner).store("first");
    first = TrapClient.contextOf(stored);
    cluster.until("the hint is kept", () -> cluster.hint(fallback).contains("first"));
    cluster.seconds(5);
    assertThat(cluster.hint(fallback)).as("as long as one owner lacks it").contains("first");
  }

  @Test
  void aStaleHintOnNewerDataChangesNothing() {
    Runnable heal = cluster.isolate(fallback);
    cluster.start(away);
    cluster.client(away).store("second", first);
    cluster.until("all owners have it", () -> cluster.owners().stream().allMatch(this::isNewer));
    assertThat(cluster.hint(fallback)).containsExactly("first");
    heal.run();
    cluster.assertSettlesOn("second");
    assertThat(cluster.count("hint delivered")).isPositive();
    cluster.assertStays(30, "second");
  }

  private boolean isNewer(SimulatedNode node) {
    return cluster.stored(node).equals(List.of("second"));
  }

  /** The owner comes back while the fallback is down: it never sees anybody come up. */
  @Test
  void aHintDoesNotWaitForAnEventThatARestartLost() {
    cluster.stop(fallback);
    cluster.start(away);
    cluster.untilSeen();
    cluster.start(fallback);
    cluster.until("the hint is gone", () -> TrapCluster.hints(fallback) == 0);
    assertThat(cluster.count("hint delivered")).isPositive();
    cluster.assertSettlesOn("first");
  }

  /** The same after a loss of power, in the middle of a delivery. */
  @Test
  void aHintWhoseDeliveryACrashBrokeOffIsDeliveredAgain() {
    cluster.start(away);
    cluster.until("it is there", () -> cluster.stored(away).contains("first"));
    fallback.crash();
    assertThat(cluster.hint(fallback)).as("not removed yet").containsExactly("first");
    cluster.untilSeen();
    cluster.start(fallback);
    cluster.assertSettlesOn("first");
    cluster.assertStays(30, "first");
  }
}
