package io.dynamo.simulation.check;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Replier;
import io.dynamo.api.storage.StorageException;
import io.dynamo.replication.store.Area;
import io.dynamo.simulation.client.WorkloadWatcher;
import io.dynamo.simulation.cluster.Health;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.SimulatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one operation may not be answered with: nothing, where all owners have something (a); a
 * failure of a put, where enough nodes are well (f). It also keeps who acknowledged which write, to
 * tell in the end whose loss is excused because the disks of all of them were destroyed.
 *
 * <p>Owners are those of {@link SimulatedCluster#ring}, which no node need know yet. That all of
 * them show a key at the beginning of a get and at its end is enough for (a) while they change,
 * too: whoever answers under an earlier view has not given it up yet, and what it has is proven to
 * those that take its place. For (f) a partition that moves, or has begun or ended to move lately,
 * needs more than W nodes: all its holders must be well, and no more may be asked than N - S + 1 of
 * them, S being the seals that a move takes (rule H4), for between the first seal and the last only
 * so many owners count.
 */
public final class Promises implements WorkloadWatcher {
  private static final long STEADY_NANOS = 5_000_000_000L;

  private final SimulatedCluster cluster;
  private final Watching watching;
  private final WholeAnswers wholeAnswers;
  private final DurableCopies copies;
  private final Map<String, List<Acknowledgement>> acknowledgements = new TreeMap<>();
  private final TreeMap<Key, Long> steady = new TreeMap<>();
  private final TreeMap<Key, Long> steadySinceNanos = new TreeMap<>();

  private record Acknowledgement(long fromNanos, long untilNanos, List<Replier> repliers) {}

  public Promises(SimulatedCluster cluster, Watching watching) {
    this.cluster = cluster;
    this.watching = watching;
    this.wholeAnswers = new WholeAnswers(cluster);
    this.copies = new DurableCopies(cluster, this::isExcused);
  }

  /** Looks at what is on the disks now. */
  public void checkCopies() {
    copies.check();
  }

  @Override
  public Consumer<@Nullable GetOutcome> onGet(SimulatedNode entry, GetCommand command) {
    long begin = now();
    Key key = command.key();
    Consumer<@Nullable GetOutcome> shown = onGetOfShown(key, begin);
    return outcome -> {
      shown.accept(outcome);
      if (outcome instanceof GetOutcome.Answered answered) {
        wholeAnswers.onAnswered(command, begin, answered);
      }
    };
  }

  private Consumer<@Nullable GetOutcome> onGetOfShown(Key key, long begin) {
    if (!allOwnersShow(key)) {
      return outcome -> {};
    }
    cluster.counters().add("checked (a): get of what all owners have");
    return outcome -> {
      if (outcome instanceof GetOutcome.Answered answered
          && answered.state().versions().isEmpty()
          && cluster.health().changedNanos() < begin
          && allOwnersShow(key)) {
        cluster
            .violations()
            .add(
                'a', "nothing is under " + key + ", says " + answered + ", but all owners have it");
      }
    };
  }

  private boolean allOwnersShow(Key key) {
    for (SimulatedNode owner : cluster.owners(key)) {
      try {
        if (owner.stored(Area.RECORDS, key).live().isEmpty()) {
          return false;
        }
      } catch (StorageException damaged) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Consumer<@Nullable PutOutcome> onPut(
      SimulatedNode entry, String write, PutCommand command) {
    long begin = now();
    boolean promised = isPromised(entry, command);
    if (promised) {
      cluster.counters().add("checked (f): put that must succeed");
    }
    if (command.tombstone()) {
      wholeAnswers.onDelete(command.key());
    }
    copies.onWrite(write, command.key(), command.context());
    WholeAnswers.Begun begun = wholeAnswers.begin(command);
    long refusedHints = hintsRefused();
    return outcome -> {
      if (outcome instanceof PutOutcome.Stored stored) {
        acknowledgements
            .computeIfAbsent(write, created -> new ArrayList<>())
            .add(new Acknowledgement(begin, now(), stored.repliers()));
        wholeAnswers.onStored(write, begun, stored.repliers());
        if (!command.tombstone()) {
          copies.onStored(write, command.key());
        }
      } else if (promised
          && cluster.health().changedNanos() < begin - STEADY_NANOS
          && watching.lastOverloadNanos() < begin
          && refusedHints == hintsRefused()
          && !isExcusable(outcome)) {
        cluster
            .violations()
            .add(
                'f',
                "the put of "
                    + write
                    + " by "
                    + entry.id()
                    + " was not acknowledged though enough nodes are well: "
                    + outcome);
      }
    };
  }

  private boolean isPromised(SimulatedNode entry, PutCommand command) {
    ClusterSettings settings = cluster.ring().history().settings();
    int replies =
        command.quorum().replies() == 0 ? settings.writeQuorum() : command.quorum().replies();
    if (!command.quorum().sloppy()
        || command.quorum().owners() > 0
        || cluster.health().changedNanos() >= now() - STEADY_NANOS) {
      return false;
    }
    List<Partition> views = cluster.views(command.key());
    TreeSet<NodeId> counted = new TreeSet<>(views.get(0).preferenceList());
    TreeSet<NodeId> among = new TreeSet<>(cluster.knownSince(now() - STEADY_NANOS));
    views.forEach(view -> counted.retainAll(view.preferenceList()));
    if (isSteady(command.key(), views)) {
      return cluster.health().hasGroup(entry, replies, counted, among);
    }
    views.forEach(view -> among.addAll(view.holders()));
    int quorum = Math.min(settings.readQuorum(), settings.writeQuorum());
    int seals = Math.max(settings.replicas() - quorum + 1, settings.replicas() / 2 + 1);
    boolean promised =
        replies <= settings.replicas() - seals + 1
            && cluster.health().hasGroup(entry, replies, counted, among);
    if (promised) {
      cluster.counters().add("checked (f): put that must succeed while its partition moves");
    }
    return promised;
  }

  /** Whether everybody has seen the partition like this for a while, and it does not move. */
  private boolean isSteady(Key key, List<Partition> views) {
    Partition now = views.get(0);
    boolean still =
        !now.isMoving() && views.stream().allMatch(view -> view.digest() == now.digest());
    long view = still ? now.digest() : 0;
    Long before = steady.put(key, view);
    if (before == null || before != view) {
      steadySinceNanos.put(key, now());
    }
    return still && now() - steadySinceNanos.getOrDefault(key, now()) >= STEADY_NANOS;
  }

  private static boolean isExcusable(@Nullable PutOutcome outcome) {
    return outcome instanceof PutOutcome.TooManySiblings
        || (outcome instanceof PutOutcome.Refused refused
            && (refused.reason() == Refusal.Reason.HINTS_FULL
                || refused.reason() == Refusal.Reason.DISK_FULL));
  }

  private long hintsRefused() {
    return cluster.counters().count("hint refused");
  }

  /** The writes of which no disk that acknowledged them holds what it held. */
  Set<String> excused() {
    TreeSet<String> excused = new TreeSet<>(acknowledgements.keySet());
    excused.removeIf(write -> !isExcused(write));
    return excused;
  }

  private boolean isExcused(String write) {
    return acknowledgements.getOrDefault(write, List.of()).stream().allMatch(this::isLost);
  }

  private boolean isLost(Acknowledgement acknowledgement) {
    Health health = cluster.health();
    return acknowledgement.repliers().stream()
        .allMatch(
            replier ->
                health.mayHaveLost(
                    replier.node(), acknowledgement.fromNanos(), acknowledgement.untilNanos()));
  }

  private long now() {
    return cluster.time().nanos();
  }
}
