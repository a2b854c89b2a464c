package io.dynamo.replication.tree;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.Member;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.TreeRoot;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.admission.Pace;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.PartitionState;
import io.dynamo.replication.store.StoreHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Anti-entropy of one node (Dynamo §4.7): every second it compares the roots of all partitions that
 * it shares with one other owner, one after the other, and runs a {@link TreeExchange} for each
 * that differs, {@value #EXCHANGES} at a time, which together mend {@value #LEAVES} leaves at a
 * time. In normal life that is one small question a second.
 *
 * <p>The same brings back a lost store. What the other has is taken, and when enough owners were
 * compared the partition is whole again (rule Q2). By the roots a node also learns how far reaping
 * has come (rule D3), and that its own disk is of an older time (rule D5).
 *
 * <p>Confined to the home loop.
 */
public final class AntiEntropy {
  static final long INTERVAL_NANOS = 1_000_000_000L;

  /** How many partitions are compared at the same time; most of it is waiting for a second look. */
  static final int EXCHANGES = 8;

  /** How many leaves are mended at the same time. */
  static final int LEAVES = 4;

  private final AntiEntropyPorts ports;
  private final Supplier<Ring> ring;
  private final FailureDetector detector;
  private final Wholeness wholeness;
  private final ArrayDeque<Difference> differing = new ArrayDeque<>();
  private final Window mending = new Window(LEAVES);
  private int nextPeer;
  private long rounds;
  private int exchanging;
  private boolean stopped;

  /** A partition whose root differs from another owner's. */
  private record Difference(Partition partition, NodeId owner, TreeRoot theirs, long losses) {}

  /** Anti-entropy that has not begun; every port belongs to the home loop. */
  public AntiEntropy(
      NodeId self,
      Supplier<Ring> ring,
      Function<Key, Position> positions,
      LocalStore store,
      Transport transport,
      Scheduler scheduler,
      FailureDetector detector,
      Versioning versioning,
      Pace pace,
      Events events) {
    this.ports =
        new AntiEntropyPorts(
            self, positions, store, transport, scheduler, versioning, pace, events);
    this.wholeness = new Wholeness(ports);
    this.ring = ring;
    this.detector = detector;
  }

  /** Begins the first round. */
  public void start() {
    if (!stopped) {
      round();
    }
  }

  /** Begins nothing more; what is under way ends by itself. */
  public void stop() {
    stopped = true;
  }

  private void round() {
    Ring now = ring.get();
    wholeness.onAlone(now);
    NodeId peer = nextPeer(now);
    List<Partition> shared = peer == null ? List.of() : shared(now, peer);
    if (peer == null || shared.isEmpty()) {
      roundLater();
      return;
    }
    TreeMap<Integer, Long> losses = new TreeMap<>();
    shared.forEach(partition -> losses.put(partition.index(), state(partition).losses()));
    askRoots(now, peer, turn(shared), losses);
  }

  private void roundLater() {
    if (!stopped) {
      ports.scheduler().schedule(INTERVAL_NANOS, this::start);
    }
  }

  /** The next member in turn that seems up. */
  private @Nullable NodeId nextPeer(Ring now) {
    List<Member> members = now.history().members();
    for (int i = 0; i < members.size(); i++) {
      NodeId candidate = members.get(nextPeer++ % members.size()).id();
      if (!candidate.equals(ports.self()) && detector.isUp(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private List<Partition> shared(Ring now, NodeId peer) {
    List<Partition> shared = new ArrayList<>();
    for (Partition partition : now.ownedBy(ports.self())) {
      if (partition.owners().contains(peer) && !isClosed(partition)) {
        shared.add(partition);
      }
    }
    return shared;
  }

  /** What is sealed and on its way to others is handed over, not compared. */
  private boolean isClosed(Partition partition) {
    return state(partition).isClosed(ports.self(), partition.digest());
  }

  /** All of them, or as many of them as one question may name, others each time. */
  private List<Partition> turn(List<Partition> shared) {
    int most = PeerRequest.TreeRoots.MAX_PARTITIONS;
    if (shared.size() <= most) {
      return shared;
    }
    int from = (int) (rounds++ * most % shared.size());
    return shared.subList(from, Math.min(from + most, shared.size()));
  }

  private PartitionState state(Partition partition) {
    return ports.store().partitions().of(partition.index());
  }

  private void askRoots(Ring now, NodeId peer, List<Partition> asked, Map<Integer, Long> losses) {
    ports
        .transport()
        .send(
            peer,
            new PeerRequest.TreeRoots(now.digest(), views(asked)),
            AntiEntropyPorts.TIMEOUT_NANOS,
            new Transport.ReplyHandler() {
              @Override
              public void onReply(PeerReply reply) {
                if (reply instanceof PeerReply.Roots roots) {
                  compareRoots(now, peer, asked, losses, roots.roots());
                } else {
                  ports.events().treeExchangeFailed(-1, peer, reply.brief());
                  roundLater();
                }
              }

              @Override
              public void onFailure(Transport.Failure failure) {
                ports.events().treeExchangeFailed(-1, peer, failure.toString());
                roundLater();
              }
            });
  }

  private static List<PartitionView> views(List<Partition> partitions) {
    return partitions.stream()
        .map(partition -> new PartitionView(partition.index(), partition.digest()))
        .toList();
  }

  private void compareRoots(
      Ring now,
      NodeId peer,
      List<Partition> asked,
      Map<Integer, Long> losses,
      List<TreeRoot> theirs) {
    ports
        .store()
        .upkeep(
            upkeep -> upkeep.roots(asked),
            StoreHandler.of(
                ours -> {
                  TreeMap<Integer, TreeRoot> byPartition = new TreeMap<>();
                  theirs.forEach(root -> byPartition.put(root.partition(), root));
                  for (int i = 0; i < asked.size(); i++) {
                    TreeRoot their = byPartition.get(asked.get(i).index());
                    if (their != null) {
                      long before = losses.getOrDefault(their.partition(), 0L);
                      compare(now, peer, asked.get(i), before, ours.get(i), their);
                    }
                  }
                  exchange(now);
                },
                refusal -> {
                  ports.events().treeExchangeFailed(-1, peer, "here: " + refusal.detail());
                  roundLater();
                }));
  }

  private void compare(
      Ring now, NodeId peer, Partition partition, long losses, TreeRoot ours, TreeRoot theirs) {
    Generation known = ours.generation();
    Generation other = theirs.generation();
    if (other.raised() > known.raised() || other.completed() > known.completed()) {
      ports
          .store()
          .upkeep(
              upkeep -> upkeep.learn(partition.index(), other),
              StoreHandler.of(
                  learnt -> {},
                  refusal ->
                      ports
                          .events()
                          .treeExchangeFailed(partition.index(), peer, refusal.detail())));
    }
    if (known.isBehind(other) || other.isBehind(known)) {
      // One of the two disks is of an older time: its partition is set aside before it is compared.
      return;
    }
    if (ours.sum().equals(theirs.sum())) {
      onAgreement(now, partition, peer, losses, theirs.whole(), 0);
    } else {
      differing.add(new Difference(partition, peer, theirs, losses));
    }
  }

  /** Begins what there is room for; after the last one the next round. */
  private void exchange(Ring now) {
    while (!stopped && exchanging < EXCHANGES && !differing.isEmpty()) {
      exchanging++;
      exchange(now, differing.remove());
    }
    if (exchanging == 0) {
      differing.clear();
      roundLater();
    }
  }

  private void exchange(Ring now, Difference difference) {
    Partition partition = difference.partition();
    new TreeExchange(
            ports,
            difference.owner(),
            partition,
            partition.digest(),
            state(partition).whole(),
            Direction.BOTH,
            mending,
            ending -> onExchanged(now, difference, ending))
        .start();
  }

  private void onEnded(Ring now) {
    exchanging--;
    exchange(now);
  }

  private void onExchanged(Ring now, Difference difference, TreeExchange.Ending ending) {
    Partition partition = difference.partition();
    String failure = ending.untaken().isEmpty() ? ending.ungiven() : ending.untaken();
    if (!failure.isEmpty()) {
      ports.events().treeExchangeFailed(partition.index(), difference.owner(), failure);
    }
    if (!ending.untaken().isEmpty()) {
      onEnded(now);
    } else if (state(partition).whole() || !difference.theirs().whole()) {
      onAgreement(
          now,
          partition,
          difference.owner(),
          difference.losses(),
          difference.theirs().whole(),
          ending.mended());
      onEnded(now);
    } else {
      confirmWhole(now, difference, ending.mended());
    }
  }

  /** The other must have been whole all the time, else what was taken from it proves nothing. */
  private void confirmWhole(Ring now, Difference difference, int mended) {
    Partition partition = difference.partition();
    ports
        .transport()
        .send(
            difference.owner(),
            new PeerRequest.TreeRoots(now.digest(), views(List.of(partition))),
            AntiEntropyPorts.TIMEOUT_NANOS,
            new Transport.ReplyHandler() {
              @Override
              public void onReply(PeerReply reply) {
                boolean whole =
                    reply instanceof PeerReply.Roots roots
                        && roots.roots().size() == 1
                        && roots.roots().get(0).whole()
                        && roots.roots().get(0).losses() == difference.theirs().losses();
                onAgreement(now, partition, difference.owner(), difference.losses(), whole, mended);
                onEnded(now);
              }

              @Override
              public void onFailure(Transport.Failure failure) {
                ports
                    .events()
                    .treeExchangeFailed(partition.index(), difference.owner(), failure.toString());
                onEnded(now);
              }
            });
  }

  /** This node has all that the other had when the comparison began. */
  private void onAgreement(
      Ring now, Partition partition, NodeId owner, long losses, boolean whole, int mended) {
    ports.events().treesCompared(partition.index(), owner, mended);
    wholeness.onCompared(now, partition, owner, losses, whole);
  }
}
