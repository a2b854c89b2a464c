package io.dynamo.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Software;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.InMemoryStorageEngine;
import io.dynamo.membership.HistoryLog;
import io.dynamo.membership.MembershipPorts;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.StartSequence;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.replication.store.Store;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.StoreWrite;
import io.dynamo.replication.store.Stores;
import io.dynamo.replication.versioning.DottedVersionVectors;
import io.dynamo.ring.EvenTokens;
import io.dynamo.server.data.FileNodeLog;
import io.dynamo.testkit.time.NodeTime;
import io.dynamo.testkit.time.VirtualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a new ring through a node, in virtual time, with a store whose writer is driven. */
class NodeMembershipTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final Software SOFTWARE = new Software("test", Software.LEVEL);
  private static final ClusterId CLUSTER = new ClusterId(1, 2);

  private final VirtualTime time = new VirtualTime();
  private final NodeTime.Life life = new NodeTime(time, 0).begin();
  private final List<Ring> published = new ArrayList<>();
  private final List<NodeMembership.Departure> departures = new ArrayList<>();
  private final List<StoreWrite> waiting = new ArrayList<>();
  private boolean overloaded;
  private boolean reachable;
  private Stores stores;
  private LocalStore store;
  private NodeMembership membership;

  @TempDir Path directory;

  @BeforeEach
  void openTwoMembers() {
    ClusterSettings settings =
        new ClusterSettings("test", 8, 1, 1, 1, "even-tokens", "dotted-version-vectors", 4);
    MembershipHistory history =
        new MembershipHistory(
            CLUSTER,
            List.of(
                new MembershipEvent.Create(
                    settings,
                    List.of(
                        new Member(N1, "127.0.0.1", 8402, "", 1),
                        new Member(N2, "127.0.0.1", 8412, "", 1)),
                    null)));
    FileNodeLog log = new FileNodeLog(directory);
    membership =
        new NodeMembership(
            onRemoved ->
                new MembershipPorts(
                    N1,
                    new HistoryLog(log),
                    new EvenTokens(),
                    this::send,
                    life,
                    new Random(1),
                    node -> true,
                    SOFTWARE,
                    new NoEvents(),
                    onRemoved),
            history,
            published::add,
            departures::add);
    stores = stores(log, membership.cluster().ring());
    store = new LocalStore(stores, new DrivenThreads());
  }

  private Actors actors(FileNodeLog log) {
    List<Actors> made = new ArrayList<>();
    StartSequence.begin(N1, log, new Random(1), new NoEvents())
        .announce(
            List.of(N1),
            this::send,
            life,
            new StartSequence.Outcome() {
              @Override
              public void onReady(Actors actors) {
                made.add(actors);
              }

              @Override
              public void onRefused(String reason) {
                throw new AssertionError(reason);
              }
            });
    return made.get(0);
  }

  private Stores stores(FileNodeLog log, Ring ring) {
    PartitionStates states = PartitionStates.open(log, ring, N1);
    Actors actors = actors(log);
    DottedVersionVectors versioning = new DottedVersionVectors();
    Store records =
        new Store(
            new InMemoryStorageEngine(),
            Durability.SYNC,
            versioning,
            states,
            actors,
            CLUSTER,
            4,
            new NoEvents());
    Store hints =
        Store.ofHints(
            new InMemoryStorageEngine(),
            Durability.SYNC,
            versioning,
            states,
            actors,
            CLUSTER,
            1 << 20,
            new NoEvents());
    return new Stores(records, hints, states, CLUSTER, false, new NoEvents());
  }

  /** The other member cannot be reached, or knows all that this one knows. */
  private void send(
      NodeId to, PeerRequest request, long timeoutNanos, Transport.ReplyHandler handler) {
    life.schedule(
        1,
        () -> {
          if (reachable && request instanceof PeerRequest.Gossip) {
            handler.onReply(
                new PeerReply.Gossiped(
                    membership.cluster().history().digest(), SOFTWARE, List.of(), List.of()));
          } else {
            handler.onFailure(Transport.Failure.NOT_SENT);
          }
        });
  }

  @Test
  void theFirstRingIsSeenAtOnceAndWithoutAStoreEachLaterOneToo() {
    assertThat(published).containsExactly(membership.cluster().ring());
    move("127.0.0.2");
    assertThat(published).hasSize(2).endsWith(membership.cluster().ring());
  }

  @Test
  void requestsSeeARingOnlyWhenTheStoreHasFollowedIt() {
    membership.follow(store);
    move("127.0.0.2");
    List<String> seen = new ArrayList<>();
    membership.whenPublished(() -> seen.add("published"));
    assertThat(published).hasSize(1);
    assertThat(seen).isEmpty();

    runWriter();

    assertThat(published).hasSize(2).endsWith(membership.cluster().ring());
    assertThat(seen).containsExactly("published");
    membership.whenPublished(() -> seen.add("at once"));
    assertThat(seen).endsWith("at once");
  }

  @Test
  void ringsThatComeMeanwhileAreFollowedTogetherAndNobodyWaitsForLaterOnes() {
    membership.follow(store);
    move("127.0.0.2");
    List<Integer> seen = new ArrayList<>();
    membership.whenPublished(() -> seen.add(published.size()));
    move("127.0.0.3");
    move("127.0.0.4");
    membership.whenPublished(() -> seen.add(published.size()));

    runWriter();
    assertThat(seen).containsExactly(2);
    runWriter();

    assertThat(waiting).isEmpty();
    assertThat(published).hasSize(3).endsWith(membership.cluster().ring());
    assertThat(seen).containsExactly(2, 3);
  }

  @Test
  void aStoreThatIsOverloadedIsAskedAgainUntilItFollows() {
    membership.follow(store);
    overloaded = true;
    move("127.0.0.2");
    time.runUntil(time.nanos() + 20_000_000);
    assertThat(published).hasSize(1);

    overloaded = false;
    time.runUntil(time.nanos() + 100_000_000);
    runWriter();

    assertThat(published).hasSize(2).endsWith(membership.cluster().ring());
  }

  @Test
  void whoWaitsGoesOnWhenTheNodeStops() {
    membership.follow(store);
    move("127.0.0.2");
    List<String> seen = new ArrayList<>();
    membership.whenPublished(() -> seen.add("ended"));

    membership.stop();
    assertThat(seen).containsExactly("ended");
    runWriter();
    assertThat(published).hasSize(1);
  }

  @Test
  void aNodeThatHasLeftGoesWhenOthersKnow() {
    membership.start(null);
    membership.cluster().add(id -> new MembershipEvent.Leave(id, N1, List.of()));
    membership.cluster().add(MembershipEvent.Gone::new);
    time.runUntil(time.nanos() + 5_000_000_000L);
    assertThat(departures).isEmpty();

    reachable = true;
    time.runUntil(time.nanos() + 5_000_000_000L);

    assertThat(departures)
        .singleElement()
        .satisfies(
            departure -> {
              assertThat(departure.orderly()).isTrue();
              assertThat(departure.reason()).contains("n1 has left the cluster");
            });
  }

  @Test
  void aNodeThatWasRemovedGoesAtOnce() {
    membership.start(null);
    membership.cluster().add(id -> new MembershipEvent.Remove(id, N1, List.of()));
    assertThat(departures)
        .singleElement()
        .satisfies(
            departure -> {
              assertThat(departure.orderly()).isFalse();
              assertThat(departure.reason()).contains("n1 was removed");
            });
  }

  /** A change that makes a new ring, of the same owners. */
  private void move(String host) {
    membership.cluster().add(id -> new MembershipEvent.Address(id, host, 8402));
  }

  /** The writer takes what waits for it now. */
  private void runWriter() {
    List<StoreWrite> batch = List.copyOf(waiting);
    waiting.clear();
    stores.apply(batch);
  }

  /** A writer that works when it is told to. */
  private final class DrivenThreads implements StoreThreads {
    @Override
    public @Nullable Refusal read(Runnable task) {
      task.run();
      return null;
    }

    @Override
    public @Nullable Refusal write(StoreWrite write) {
      if (overloaded) {
        return new Refusal(Refusal.Reason.OVERLOADED, "too many writes wait");
      }
      waiting.add(write);
      return null;
    }

    @Override
    public void onLoop(Runnable task) {
      task.run();
    }

    @Override
    public void onBug(Throwable bug) {
      throw new AssertionError(bug);
    }
  }
}
