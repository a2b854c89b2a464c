package io.dynamo.server.frontend;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Replier;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.replication.versioning.DottedVersionVectors;
import io.dynamo.replication.versioning.Retries;
import io.dynamo.replication.versioning.SiblingBound;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster of one replica in memory: it really makes siblings and keeps what contexts cover.
 * A test may make it fail the next request, or hold requests back. Thread-safe, because tests look
 * into it from outside of the loop.
 */
public final class MemoryCoordinator implements Coordinator {
  public static final NodeId NODE = new NodeId("n1");
  public static final List<Replier> REPLIERS =
      List.of(new Replier(NODE, true), new Replier(new NodeId("n2"), false));

  private final Map<Key, Siblings> records = new HashMap<>();
  private final Queue<Runnable> held = new ArrayDeque<>();
  private final DottedVersionVectors versioning = new DottedVersionVectors();
  private long counter;
  private boolean holding;
  private @Nullable GetOutcome nextGet;
  private @Nullable PutOutcome nextPut;
  private @Nullable RuntimeException bug;
  private @Nullable PutCommand lastPut;
  private @Nullable GetCommand lastGet;

  @Override
  public synchronized void get(GetCommand command, Consumer<GetOutcome> answer) {
    throwBug();
    lastGet = command;
    GetOutcome failure = nextGet;
    nextGet = null;
    Siblings state = state(command.key());
    deliver(
        () -> answer.accept(failure != null ? failure : new GetOutcome.Answered(state, REPLIERS)));
  }

  @Override
  public synchronized void put(PutCommand command, Consumer<PutOutcome> answer) {
    throwBug();
    lastPut = command;
    PutOutcome failure = nextPut;
    nextPut = null;
    PutOutcome outcome = failure != null ? failure : store(command);
    deliver(() -> answer.accept(outcome));
  }

  public synchronized Siblings state(Key key) {
    return records.getOrDefault(key, Siblings.NONE);
  }

  public synchronized void failNextGet(GetOutcome outcome) {
    nextGet = outcome;
  }

  public synchronized void failNextPut(PutOutcome outcome) {
    nextPut = outcome;
  }

  public synchronized void throwNext(RuntimeException exception) {
    bug = exception;
  }

  /** From now on answers wait. */
  public synchronized void hold() {
    holding = true;
  }

  /** Waits until so many answers wait. */
  public synchronized void awaitHeld(int answers) throws InterruptedException {
    while (held.size() < answers) {
      wait();
    }
  }

  /** Gives the answers that waited; to be called on the loop. */
  public void letGo() {
    List<Runnable> answers;
    synchronized (this) {
      holding = false;
      answers = new ArrayList<>(held);
      held.clear();
    }
    answers.forEach(Runnable::run);
  }

  public synchronized PutCommand lastPut() {
    return lastPut;
  }

  public synchronized GetCommand lastGet() {
    return lastGet;
  }

  private void throwBug() {
    if (bug != null) {
      RuntimeException thrown = bug;
      bug = null;
      throw thrown;
    }
  }

  private void deliver(Runnable answer) {
    if (holding) {
      held.add(answer);
      notifyAll();
    } else {
      answer.run();
    }
  }

  private PutOutcome store(PutCommand put) {
    Siblings stored = state(put.key());
    RequestIdentity identity = put.identity();
    if (identity != null && Retries.isRetry(stored, identity)) {
      return new PutOutcome.Stored(null, stored.versions().size(), REPLIERS);
    }
    Dot dot = new Dot(new Actor(NODE, 7, 1), ++counter);
    Version version =
        put.tombstone()
            ? Version.tombstone(dot, counter, put.identity())
            : Version.of(dot, counter, put.value(), put.identity());
    Siblings after = versioning.put(stored, put.context(), version);
    boolean coveredAny =
        stored.versions().stream().anyMatch(old -> put.context().covers(old.dot()));
    if (SiblingBound.refuses(stored, after, coveredAny)) {
      return new PutOutcome.TooManySiblings(
          stored.vector(), stored.versions().size(), stored.valueBytes());
    }
    records.put(put.key(), after);
    return new PutOutcome.Stored(
        after.versions().size() == 1 ? after.vector() : null, after.versions().size(), REPLIERS);
  }
}
