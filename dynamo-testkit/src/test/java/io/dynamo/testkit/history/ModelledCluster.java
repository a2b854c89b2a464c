package io.dynamo.testkit.history;

import io.dynamo.testkit.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A tiny correct cluster for one key, and its clients, at random: a state knows by name all writes
 * that went into it, instead of by vectors. Replicas take writes and merge copies of states, which
 * arrive late, twice or never; answers get lost, writes are refused, retried, and put with contexts
 * of long ago.
 */
final class ModelledCluster {
  static final String KEY = "k";

  private static final int REPLICAS = 4;

  /**
   * What a replica or an answer holds.
   *
   * @param live what nobody in it has replaced; deletes too
   * @param covered all writes that went into it
   */
  record State(TreeSet<String> live, TreeSet<String> covered) {
    static State empty() {
      return new State(new TreeSet<>(), new TreeSet<>());
    }

    State merge(State other) {
      State merged = new State(new TreeSet<>(live), new TreeSet<>(covered));
      merged.live.removeIf(id -> other.covered.contains(id) && !other.live.contains(id));
      other.live.stream().filter(id -> !covered.contains(id)).forEach(merged.live::add);
      merged.covered.addAll(other.covered);
      return merged;
    }

    State write(String id, State context) {
      if (covered.contains(id)) {
        return this;
      }
      State after = new State(new TreeSet<>(live), new TreeSet<>(covered));
      after.live.removeAll(context.covered);
      after.live.add(id);
      after.covered.addAll(context.covered);
      after.covered.add(id);
      return after;
    }

    List<String> values() {
      return live.stream().filter(id -> id.startsWith("v")).toList();
    }
  }

  private final RandomGenerator random;
  private final History history = new History();
  private final List<State> replicas = new ArrayList<>();
  private final List<State> copies = new ArrayList<>();

  /** By the number of the operation that returned it. */
  private final TreeMap<Integer, State> contexts = new TreeMap<>();

  /** The context of each write that may be tried again. */
  private final TreeMap<String, Integer> contextOf = new TreeMap<>();

  private int ids;
  private long nanos;

  ModelledCluster(RandomGenerator random) {
    this.random = random;
    for (int i = 0; i < REPLICAS; i++) {
      replicas.add(State.empty());
    }
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      int dice = random.nextInt(100);
      if (dice < 35) {
        write(newId(), someContext());
      } else if (dice < 40 && !contextOf.isEmpty()) {
        String id = someOf(new ArrayList<>(contextOf.keySet()));
        write(id, contextOf.get(id));
      } else if (dice < 65) {
        get();
      } else if (dice < 80) {
        copies.add(someOf(replicas));
      } else {
        merge(random.nextInt(REPLICAS), copies.isEmpty() ? someOf(replicas) : someOf(copies));
      }
    }
  }

  private String newId() {
    return (random.nextInt(6) == 0 ? "d" : "v") + ++ids;
  }

  private int someContext() {
    if (contexts.isEmpty() || random.nextInt(4) == 0) {
      return Operation.NO_CONTEXT;
    }
    return someOf(new ArrayList<>(contexts.keySet()));
  }

  /** An acknowledged put without context; only if it is kept does a replica get it. */
  String put(boolean kept) {
    String id = "v" + ++ids;
    int number = begin(id, Operation.NO_CONTEXT);
    if (kept) {
      apply(number, id, Operation.NO_CONTEXT);
    }
    history.end(number, Outcome.ACKNOWLEDGED, ++nanos);
    return id;
  }

  /** A put that is refused. */
  String refusedPut() {
    String id = "v" + ++ids;
    history.end(begin(id, Operation.NO_CONTEXT), Outcome.NOTHING_WRITTEN, ++nanos);
    return id;
  }

  /** An acknowledged write with the context of a get that shows this value. */
  String replace(String value) {
    int get = answer(List.of(value));
    contexts.put(get, new State(new TreeSet<>(List.of(value)), new TreeSet<>(List.of(value))));
    String id = newId();
    int number = begin(id, get);
    apply(number, id, get);
    history.end(number, Outcome.ACKNOWLEDGED, ++nanos);
    return id;
  }

  private void write(String id, int context) {
    contextOf.put(id, context);
    int number = begin(id, context);
    int dice = random.nextInt(10);
    if (dice == 0) {
      history.end(number, Outcome.NOTHING_WRITTEN, ++nanos);
    } else if (dice == 1) {
      history.end(number, Outcome.UNKNOWN, ++nanos);
    } else {
      State after = apply(number, id, context);
      if (dice > 3) {
        history.end(number, Outcome.ACKNOWLEDGED, ++nanos);
        if (after.live.size() == 1 && after.live.contains(id)) {
          contexts.put(number, after);
        }
      }
    }
  }

  private int begin(String id, int context) {
    return id.startsWith("v")
        ? history.beginPut("c", KEY, id, context, ++nanos)
        : history.beginDelete("c", KEY, id, context, ++nanos);
  }

  private State apply(int number, String id, int context) {
    int replica = Math.floorMod(number + random.nextInt(REPLICAS), REPLICAS);
    State seen = context == Operation.NO_CONTEXT ? State.empty() : contexts.get(context);
    State after = replicas.get(replica).write(id, seen);
    replicas.set(replica, after);
    return after;
  }

  private void get() {
    int number = history.beginGet("c", KEY, ++nanos);
    State shown = someOf(replicas);
    for (int i = random.nextInt(3); i > 0; i--) {
      shown = shown.merge(someOf(replicas));
    }
    if (random.nextInt(10) > 0) {
      history.answered(number, shown.values(), ++nanos);
      contexts.put(number, shown);
    }
  }

  /** A get that is answered with these values, whatever is there. @return its number */
  int answer(List<String> values) {
    int number = history.beginGet("c", KEY, ++nanos);
    history.answered(number, values, ++nanos);
    return number;
  }

  private void merge(int replica, State other) {
    replicas.set(replica, replicas.get(replica).merge(other));
  }

  private <T> T someOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  History history() {
    return history;
  }

  /** Acknowledged puts that are there at the end and that no writer had seen. */
  List<String> standing() {
    TreeSet<String> standing = new TreeSet<>();
    for (Operation operation : history.operations()) {
      if (operation.outcome() == Outcome.ACKNOWLEDGED) {
        standing.add(operation.writeId());
      }
    }
    standing.retainAll(healed());
    for (int context : contextOf.values()) {
      if (context != Operation.NO_CONTEXT) {
        standing.removeAll(contexts.get(context).covered);
      }
    }
    return List.copyOf(standing);
  }

  /** What is there when all replicas have told one another all they know. */
  List<String> healed() {
    return replicas.stream().reduce(State.empty(), State::merge).values();
  }
}
