package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.node.SimulatedNode;
import org.junit.jupiter.api.Test;

/** A client that tries again becomes its own sibling (rule V10). */
class RetryTrapTest {
  private final TrapCluster cluster = TrapCluster.of(4);
  private final SimulatedNode here = cluster.owner(0);
  private final SimulatedNode there = cluster.owner(1);

  @Test
  void aRetryThroughAnotherNodeDuringACutIsOneValue() {
    Runnable heal = cluster.isolate(here);
    PutOutcome first = cluster.client(here).putAs("id", "once", VersionVector.EMPTY);
    assertThat(first).isInstanceOf(PutOutcome.Unknown.class);
    cluster.untilSeen();
    TrapClient.stored(cluster.client(there).putAs("id", "once", VersionVector.EMPTY));
    assertThat(cluster.stored(here)).containsExactly("once");
    assertThat(cluster.state(here)).isNotEqualTo(cluster.state(there));
    heal.run();
    cluster.assertSettlesOn("once");
    assertThat(cluster.client(here).values()).containsExactly("once");
  }

  /** The first try was replaced by the time the second one is known everywhere. */
  @Test
  void aRetryOfWhatWasReplacedMeanwhileDoesNotBringItBack() {
    Runnable heal = cluster.isolate(here);
    cluster.client(here).putAs("id", "once", VersionVector.EMPTY);
    cluster.untilSeen();
    TrapClient client = cluster.client(there);
    TrapClient.stored(client.putAs("id", "once", VersionVector.EMPTY));
    client.store("next", client.context());
    heal.run();
    cluster.assertSettlesOn("next");
  }

  @Test
  void theSameRequestTwiceThroughOneNodeIsOneValue() {
    TrapClient client = cluster.client(here);
    VersionVector first =
        TrapClient.contextOf(TrapClient.stored(client.putAs("id", "once", VersionVector.EMPTY)));
    PutOutcome.Stored again = TrapClient.stored(client.putAs("id", "once", VersionVector.EMPTY));
    assertThat(again.siblings()).isOne();
    assertThat(again.context()).isEqualTo(first);
    cluster.assertSettlesOn("once");
  }

  /** V9: what stands there by now is not what the retry wrote. */
  @Test
  void aRetryOfWhatWasReplacedIsAnsweredWithoutContext() {
    TrapClient client = cluster.client(here);
    TrapClient.stored(client.putAs("id", "once", VersionVector.EMPTY));
    client.store("next", client.context());
    PutOutcome.Stored again = TrapClient.stored(client.putAs("id", "once", VersionVector.EMPTY));
    assertThat(again.context()).isNull();
    cluster.assertSettlesOn("next");
  }
}
