package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.testkit.network.Holding;
import org.junit.jupiter.api.Test;

/** A context that covers what its client never saw deletes it with the next put (rule V9). */
class ContextTrapTest {
  private final TrapCluster cluster = TrapCluster.of(4);

  @Test
  void aPutBesideASiblingIsAnsweredWithoutContext() {
    TrapClient client = cluster.client(cluster.owner(0));
    client.store("of another client");
    PutOutcome.Stored blind = client.store("blind");
    assertThat(blind.context()).isNull();
    assertThat(blind.siblings()).isEqualTo(2);
    cluster.assertSettlesOn("of another client", "blind");
    client.store("after a get", client.context());
    cluster.assertSettlesOn("after a get");
  }

  /** Both puts begin before either is answered; the batch has them one after the other. */
  @Test
  void ofTwoPutsAtOnceNeitherContextCoversTheOtherUnseen() {
    TrapClient client = cluster.client(cluster.owner(0));
    Answer<PutOutcome> one = client.beginPut("one", VersionVector.EMPTY);
    Answer<PutOutcome> other = client.beginPut("other", VersionVector.EMPTY);
    VersionVector seenByOne = TrapClient.stored(cluster.await(one)).context();
    assertThat(seenByOne).isNotNull();
    assertThat(TrapClient.stored(cluster.await(other)).context()).isNull();
    client.store("after one", TrapClient.contextOf(TrapClient.stored(one.outcome())));
    cluster.assertSettlesOn("after one", "other");
  }

  @Test
  void aGetCoversOnlyTheRepliesThatItShows() {
    TrapClient client = cluster.client(cluster.owner(0));
    TrapClient away = cluster.client(cluster.owner(2)).replies(1);
    client.store("seen");
    cluster.assertSettlesOn("seen");
    Runnable heal = cluster.isolate(cluster.owner(2));
    cluster.untilSeen();
    away.store("unseen");
    Holding late = cluster.hold(PeerRequest.Read.class, cluster.owner(0), cluster.owner(2));
    assertThat(client.values()).containsExactly("seen");
    VersionVector seen = client.context();
    late.release();
    heal.run();
    cluster.assertSettlesOn("seen", "unseen");
    client.store("after", seen);
    cluster.assertSettlesOn("after", "unseen");
  }
}
