package io.dynamo.simulation.client;

import io.dynamo.api.Key;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.history.History;
import io.dynamo.testkit.history.Operation;
import io.dynamo.testkit.time.Chance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Clients that get, put and delete a few keys, by any node that serves, with the contexts that they
 * and others were given, now and then many at once. Everything they were told is in the history.
 */
public final class Workload {
  private static final int CLIENTS = 6;
  private static final int BURST = 30;
  private static final long BURST_NANOS = 20_000_000;
  private static final long SECOND = 1_000_000_000L;

  private final SimulatedCluster cluster;
  private final Chance chance;
  private final WorkloadWatcher watcher;
  private final History history = new History();
  private final Sessions sessions = new Sessions();
  private final List<String> keys = new ArrayList<>();
  private int writes;

  /** Clients that have not begun. */
  public Workload(SimulatedCluster cluster, Chance chance, WorkloadWatcher watcher) {
    this.cluster = cluster;
    this.chance = chance;
    this.watcher = watcher;
    long count = chance.between(10, 30);
    for (int i = 0; i < count; i++) {
      keys.add("k" + i);
    }
  }

  public History history() {
    return history;
  }

  /** The keys that may have been written, in order. */
  public List<String> keys() {
    return List.copyOf(keys);
  }

  /** Has so many operations begin between these times. */
  public void schedule(int operations, long fromNanos, long untilNanos) {
    int left = operations;
    while (left > 0) {
      long at = chance.between(fromNanos, untilNanos);
      int together = chance.perMille(5) ? Math.min(left, BURST) : 1;
      left -= together;
      for (int i = 0; i < together; i++) {
        cluster.time().at(at + (together == 1 ? 0 : chance.below(BURST_NANOS)), this::operate);
      }
    }
  }

  private void operate() {
    SimulatedNode entry = anyEntry();
    if (entry == null) {
      cluster.counters().add("no node serves");
      return;
    }
    String client = "c" + chance.below(CLIENTS);
    String key = keys.get(chance.below(2) == 0 ? chance.below(3) : chance.below(keys.size()));
    switch (chance.below(10)) {
      case 0, 1, 2, 3 -> get(entry, client, key);
      case 4, 5, 6 -> write(client, key, false, sessions.any(key, chance)).begin(entry);
      case 7, 8 -> write(client, key, false, null).begin(entry);
      default -> {
        Sessions.Seen seen = chance.perMille(200) ? null : sessions.any(key, chance);
        write(client, key, true, seen).begin(entry);
      }
    }
  }

  /** A node that serves data, though it may stand still; null if there is none. */
  @Nullable SimulatedNode anyEntry() {
    List<SimulatedNode> ready = cluster.nodes().stream().filter(SimulatedNode::isReady).toList();
    return ready.isEmpty() ? null : chance.oneOf(ready);
  }

  private WriteAttempts write(
      String client, String key, boolean delete, Sessions.@Nullable Seen seen) {
    String id = key + (delete ? "-delete-" : "-") + writes++;
    VersionVector context = seen == null ? VersionVector.EMPTY : seen.vector();
    int contextOf = seen == null ? Operation.NO_CONTEXT : seen.operation();
    return new WriteAttempts(
        this,
        new WriteAttempts.Wish(client, key, id, delete, contextOf, context, quorum()),
        chance.perMille(800));
  }

  private Quorum quorum() {
    long timeout = chance.between(SECOND, 3 * SECOND);
    return switch (chance.below(20)) {
      case 0, 1 -> new Quorum(0, 0, false, timeout);
      case 2 -> new Quorum(0, 1, true, timeout);
      case 3 -> new Quorum(0, 2, true, timeout);
      case 4 -> new Quorum(cluster.shape().quorums().replicas(), 0, true, timeout);
      case 5 -> new Quorum(1, 0, true, timeout);
      default -> Quorum.defaults(timeout);
    };
  }

  private void get(SimulatedNode entry, String client, String key) {
    int number = history.beginGet(client, key, now());
    Quorum quorum = quorum();
    GetCommand command = new GetCommand(Key.of(key), quorum);
    Consumer<@Nullable GetOutcome> judge = watcher.onGet(entry, command);
    trace(number, client + " gets " + key + " by " + entry.id() + " " + quorum);
    Pending<GetOutcome> pending =
        new Pending<>(
            outcome -> {
              judge.accept(outcome);
              ended(number, key, outcome);
            });
    entry.get(command, pending::answer);
    cluster.time().after(quorum.timeoutNanos() + SECOND / 2, pending::giveUp);
  }

  private void ended(int number, String key, @Nullable GetOutcome outcome) {
    if (outcome instanceof GetOutcome.Answered answered) {
      List<String> values = new ArrayList<>();
      for (Version version : answered.state().live()) {
        values.add(new String(version.value(), StandardCharsets.UTF_8));
      }
      trace(number, "has " + values);
      history.answered(number, values, now());
      if (!answered.state().isNone()) {
        sessions.add(key, number, answered.state().vector());
      }
    } else {
      trace(number, String.valueOf(outcome));
      history.end(number, Operation.Outcome.UNANSWERED, now());
    }
  }

  long now() {
    return cluster.time().nanos();
  }

  void trace(int number, String text) {
    cluster.trace().event("#" + number + " " + text);
  }

  SimulatedCluster cluster() {
    return cluster;
  }

  Chance chance() {
    return chance;
  }

  WorkloadWatcher watcher() {
    return watcher;
  }

  Sessions sessions() {
    return sessions;
  }
}
